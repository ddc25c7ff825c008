-- label: 新成立重点项目临时党支部
-- unit: 个
-- kind: flow
-- place: 1.01
-- definition: 党支部名册中，类型为重点项目临时党支部、成立日期在年初至截止日之间的党支部个数
-- jump: 10
-- aggregate: count
-- form: party_branches
-- column: name
-- needs: type, established_date
-- left_out: 不是重点项目临时党支部；成立日期不在年初至截止日之间

SELECT row_id
FROM party_branches
WHERE unit = :unit AND period = :period
  AND type = '重点项目临时党支部'
  AND established_date BETWEEN :from AND :as_of
