-- label: 村级公共支出
-- unit: 万元
-- kind: flow
-- place: 4.10
-- definition: 村级支出表中，支出类别为公共支出、支出日期在年初至截止日之间的金额之和
-- jump: 10
-- aggregate: sum
-- form: village_spending
-- column: amount
-- needs: spent_date, category, amount
-- left_out: 不是公共支出；支出日期不在年初至截止日之间

SELECT row_id, amount AS value
FROM village_spending
WHERE unit = :unit AND period = :period
  AND category = '公共支出'
  AND spent_date BETWEEN :from AND :as_of
