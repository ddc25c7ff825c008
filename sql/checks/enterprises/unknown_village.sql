-- label: 企业名录中的村不在行政村名册中
-- severity: warning
-- forms: enterprises
-- form: enterprises
-- column: village
-- needs: enterprises, villages
-- message: 行政村名册中没有{village}；是同一个村的，请写进 aliases.csv

SELECT r.row_id, r.village
FROM enterprises r
WHERE r.unit = :unit AND r.period = :period
  AND r.village IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM villages v
    WHERE v.unit = :unit AND v.period = :period AND v.village = r.village
  )
