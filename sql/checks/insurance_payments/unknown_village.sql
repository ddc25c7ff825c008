-- label: 保险缴费中的村不在行政村名册中
-- severity: warning
-- forms: insurance_payments
-- form: insurance_payments
-- column: village
-- needs: insurance_payments, villages
-- message: 行政村名册中没有{village}；是同一个村的，请写进 aliases.csv

SELECT r.row_id, r.village
FROM insurance_payments r
WHERE r.unit = :unit AND r.period = :period
  AND r.village IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM villages v
    WHERE v.unit = :unit AND v.period = :period AND v.village = r.village
  )
