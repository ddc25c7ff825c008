-- label: 用于村级支出
-- unit: 万元
-- kind: flow
-- place: 1.07
-- definition: 村级支出表中，支出日期在年初至截止日之间的全部支出金额之和
-- jump: 10
-- aggregate: sum
-- form: village_spending
-- column: amount
-- needs: spent_date, amount
-- left_out: 没有支出金额；支出日期不在年初至截止日之间

SELECT row_id, amount AS value
FROM village_spending
WHERE unit = :unit AND period = :period
  AND amount IS NOT NULL
  AND spent_date BETWEEN :from AND :as_of
