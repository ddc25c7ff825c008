-- label: 学校广场
-- unit: 处
-- kind: flow
-- place: 4.07
-- definition: 学校建设表中，项目类型为广场或运动场、建设性质为新建或改扩建、竣工日期在年初至截止日之间的数量之和
-- jump: 10
-- aggregate: sum
-- form: schools
-- column: quantity
-- needs: item, nature, quantity, completed_date
-- left_out: 不是广场或运动场；不是新建或改扩建；竣工日期不在年初至截止日之间

SELECT row_id, quantity AS value
FROM schools
WHERE unit = :unit AND period = :period
  AND item IN ('广场', '运动场')
  AND nature IN ('新建', '改扩建')
  AND completed_date BETWEEN :from AND :as_of
