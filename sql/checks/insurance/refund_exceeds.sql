-- label: 退费超过缴费
-- severity: warning
-- forms: insurance_payments
-- form: insurance_payments
-- column: amount
-- needs: insurance_payments
-- message: 此人的{insurance_type}保险，退费超过了今年和去年的缴费

-- 今年的退费；每人每险种指出第一笔
WITH refund AS (
  SELECT row_id, person_id, insurance_type,
    ROW_NUMBER() OVER (PARTITION BY person_id, insurance_type ORDER BY file, sheet_index, row) AS place
  FROM insurance_payments
  WHERE unit = :unit AND period = :period AND payment_status = '退费'
),
-- 缴费减去退费；去年缴、今年退的不算差错，所以连同去年的一起算
balance AS (
  SELECT p.person_id, p.insurance_type,
    SUM(CASE WHEN p.payment_status = '退费' THEN -ABS(p.amount) ELSE p.amount END) AS cents
  FROM insurance_payments p
  WHERE p.unit = :unit AND p.period IN (:period, :previous_period)
    AND (p.person_id, p.insurance_type) IN (SELECT person_id, insurance_type FROM refund WHERE place = 1)
  GROUP BY p.person_id, p.insurance_type
)
SELECT f.row_id, f.insurance_type
FROM refund f
  JOIN balance b ON b.person_id = f.person_id AND b.insurance_type = f.insurance_type
WHERE f.place = 1
  AND b.cents < 0
