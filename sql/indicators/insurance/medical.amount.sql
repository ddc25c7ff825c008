-- label: 医疗保险
-- unit: 万元
-- kind: flow
-- place: 4.05
-- definition: 医疗保险缴费日期在年初至截止日之间的缴费金额减去退费
-- jump: 10
-- aggregate: sum
-- form: insurance_payments
-- column: amount
-- needs: insurance_type, paid_date, amount
-- reads: payment_status
-- requires: insurance_type = 医疗
-- left_out: 不是医疗保险；缴费日期不在年初至截止日之间

SELECT row_id,
  -- 退费写作正数或负数，都从合计中减去
  CASE WHEN payment_status = '退费' THEN -ABS(amount) ELSE amount END AS value
FROM insurance_payments
WHERE unit = :unit AND period = :period
  AND insurance_type = '医疗'
  AND paid_date BETWEEN :from AND :as_of
