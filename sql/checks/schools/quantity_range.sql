-- label: 学校建设数量超过20
-- severity: warning
-- forms: schools
-- form: schools
-- column: quantity
-- needs: schools
-- message: {school}：数量超过20，请核对

SELECT row_id, school
FROM schools
WHERE unit = :unit AND period = :period
  AND quantity > 20
