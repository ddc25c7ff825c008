-- label: 新建教学楼
-- unit: 座
-- kind: flow
-- place: 4.06
-- definition: 学校建设表中，项目类型为教学楼、建设性质为新建、竣工日期在年初至截止日之间的数量之和
-- jump: 10
-- aggregate: sum
-- form: schools
-- column: quantity
-- needs: item, nature, quantity, completed_date
-- left_out: 不是教学楼；不是新建；竣工日期不在年初至截止日之间

SELECT row_id, quantity AS value
FROM schools
WHERE unit = :unit AND period = :period
  AND item = '教学楼'
  AND nature = '新建'
  AND completed_date BETWEEN :from AND :as_of
