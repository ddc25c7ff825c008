-- label: 安全生产事故
-- unit: 起
-- kind: flow
-- place: 4.01
-- definition: 安全生产事故表中，属于生产安全事故、发生日期在年初至截止日之间的事故起数
-- jump: 10
-- aggregate: count
-- form: accidents
-- column: accident_no
-- needs: occurred_date, is_production_accident
-- zero_claim: yes
-- left_out: 不是安全生产事故；发生日期不在年初至截止日之间

SELECT row_id
FROM accidents
WHERE unit = :unit AND period = :period
  AND is_production_accident = 1
  AND occurred_date BETWEEN :from AND :as_of
