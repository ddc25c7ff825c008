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
  -- 一格可写几个村，每个都要在名册中；aliases.csv 归到名册中某村的名称也算，不论自哪天起
  AND EXISTS (
    SELECT 1
    FROM json_each('[' || REPLACE(json_quote(r.{{column}}), '、', '","') || ']') part
    WHERE NOT EXISTS (
      SELECT 1
      FROM villages v
      WHERE v.unit = :unit AND v.period = :period AND v.village = part.value
    )
    AND NOT EXISTS (
      SELECT 1
      FROM known_names a
        JOIN villages v ON v.unit = :unit AND v.period = :period AND v.village = a.canonical
      WHERE a.unit = :unit AND a.kind = 'village' AND a.name = part.value
    )
  )
