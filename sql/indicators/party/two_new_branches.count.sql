-- label: 新成立“两新”党支部
-- unit: 个
-- kind: flow
-- place: 1.02
-- definition: 党支部名册中，类型为非公企业、社会组织或两新，成立日期在年初至截止日之间的党支部个数
-- jump: 10
-- aggregate: count
-- form: party_branches
-- column: name
-- needs: type, established_date
-- left_out: 不是“两新”党支部；成立日期不在年初至截止日之间

SELECT row_id
FROM party_branches
WHERE unit = :unit AND period = :period
  -- “两新”：新经济组织（非公企业）和新社会组织，有的直接写作两新
  AND type IN ('非公企业', '社会组织', '两新')
  AND established_date BETWEEN :from AND :as_of
