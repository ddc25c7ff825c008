-- label: 参保人数超过村人口
-- severity: warning
-- forms: insurance_payments
-- form: villages
-- column: population
-- needs: insurance_payments, villages
-- message: {village}：缴费的有{persons}人，超过了全村人口{population}人

WITH insured AS (
  SELECT village, COUNT(DISTINCT person_id) AS persons
  FROM insurance_payments
  WHERE unit = :unit AND period = :period AND payment_status <> '退费'
  GROUP BY village
)
SELECT v.row_id, v.village, v.population, i.persons
FROM villages v
  JOIN insured i ON i.village = v.village
WHERE v.unit = :unit AND v.period = :period
  AND i.persons > v.population
