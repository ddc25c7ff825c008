-- label: {{title}}中的村不在行政村名册中
-- severity: warning
-- relation: refersTo villages
-- message: 行政村名册中没有{village}；是同一个村的，请写进 aliases.csv

SELECT r.row_id, '{{column}}' AS field, r.{{column}} AS village
FROM {{form}} r
WHERE r.unit = :unit AND r.period = :period
  AND r.{{column}} IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM villages v
    WHERE v.unit = :unit AND v.period = :period AND v.village = r.{{column}}
  )
