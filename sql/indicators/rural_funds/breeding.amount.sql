-- label: 投入养殖项目资金
-- unit: 万元
-- kind: flow
-- place: 3.01
-- definition: 乡村振兴产业资金表中，项目类别为养殖、投入日期在年初至截止日之间的投入金额之和
-- jump: 10
-- aggregate: sum
-- form: rural_funds
-- column: amount
-- needs: category, amount, invested_date
-- left_out: 不是养殖项目；投入日期不在年初至截止日之间

SELECT row_id, amount AS value
FROM rural_funds
WHERE unit = :unit AND period = :period
  AND category = '养殖'
  AND invested_date BETWEEN :from AND :as_of
