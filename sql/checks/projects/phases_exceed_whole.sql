-- label: 一期、二期之和大于整体
-- severity: error
-- forms: projects
-- form: projects
-- column: investment
-- needs: projects
-- message: {project}：一期与二期的{what}之和大于整体

WITH phases AS (
  SELECT project, SUM(investment) AS investment, SUM(land_area) AS land_area
  FROM projects
  WHERE unit = :unit AND period = :period AND phase IN ('一期', '二期')
  GROUP BY project
)
SELECT whole.row_id, whole.project, 'investment' AS field, '计划投资' AS what
FROM projects whole
  JOIN phases ON phases.project = whole.project
WHERE whole.unit = :unit AND whole.period = :period AND whole.phase = '整体'
  AND phases.investment > whole.investment
UNION ALL
SELECT whole.row_id, whole.project, 'land_area', '占地面积'
FROM projects whole
  JOIN phases ON phases.project = whole.project
WHERE whole.unit = :unit AND whole.period = :period AND whole.phase = '整体'
  AND phases.land_area > whole.land_area
