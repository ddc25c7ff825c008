-- label: 办理养老保险、医疗保险
-- unit: 万元
-- kind: flow
-- place: 4.03
-- definition: 养老、医疗保险缴费日期在年初至截止日之间的缴费金额减去退费；养老、医疗两部分缺一不可
-- jump: 10
-- aggregate: sum
-- form: insurance_payments
-- column: amount
-- needs: insurance_type, paid_date, amount
-- reads: payment_status
-- requires: insurance_type = 养老, 医疗
-- left_out: 不是养老或医疗保险；缴费日期不在年初至截止日之间

SELECT row_id,
  -- 退费写作正数或负数，都从合计中减去
  CASE WHEN payment_status = '退费' THEN -ABS(amount) ELSE amount END AS value
FROM insurance_payments
WHERE unit = :unit AND period = :period
  AND insurance_type IN ('养老', '医疗')
  AND paid_date BETWEEN :from AND :as_of
