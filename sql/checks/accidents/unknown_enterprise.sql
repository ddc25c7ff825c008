-- label: 事故单位不在企业名录中
-- severity: warning
-- forms: accidents
-- form: accidents
-- column: enterprise
-- needs: accidents, enterprises
-- message: 企业名录中没有{enterprise}，请核对名称

SELECT a.row_id, a.enterprise
FROM accidents a
WHERE a.unit = :unit AND a.period = :period
  AND a.enterprise IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM enterprises e
    WHERE e.unit = :unit AND e.period = :period AND e.name = a.enterprise
  )
