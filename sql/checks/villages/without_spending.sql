-- label: 行政村没有一笔村级支出
-- severity: warning
-- forms: village_spending
-- form: villages
-- column: village
-- needs: villages, village_spending
-- message: {village}：村级支出表中没有这个村的支出，是否漏报

SELECT v.row_id, v.village
FROM villages v
WHERE v.unit = :unit AND v.period = :period
  AND NOT EXISTS (
    SELECT 1
    FROM village_spending s
    WHERE s.unit = :unit AND s.period = :period AND s.village = v.village
  )
