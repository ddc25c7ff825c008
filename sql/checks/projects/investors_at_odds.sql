-- label: 几个投资方各报一行的项目，不能相加的数不一致
-- severity: error
-- forms: projects
-- form: projects
-- column: capacity
-- needs: projects
-- message: {project}：几个投资方各报了一行，{what}不一致，无法确定是哪一个；请各行填同一个数，或只填一行

WITH whole AS (
  SELECT row_id, project, capacity, capacity_unit, investor_rank, operation_years_min, operation_years_max,
    industries, platforms
  FROM projects
  WHERE unit = :unit AND period = :period AND phase = '整体' AND COALESCE(status, '') <> '已终止'
), at_odds AS (
  SELECT project,
    MIN(capacity) <> MAX(capacity) OR MIN(capacity_unit) <> MAX(capacity_unit) AS capacity,
    MIN(investor_rank) <> MAX(investor_rank) AS investor_rank,
    MIN(operation_years_min) <> MAX(operation_years_min) AS operation_years_min,
    MIN(operation_years_max) <> MAX(operation_years_max) AS operation_years_max,
    MIN(industries) <> MAX(industries) AS industries,
    MIN(platforms) <> MAX(platforms) AS platforms
  FROM whole
  GROUP BY project
)
SELECT whole.row_id, whole.project, 'capacity' AS field, '年产能' AS what
FROM whole JOIN at_odds ON at_odds.project = whole.project
WHERE at_odds.capacity AND whole.capacity IS NOT NULL
UNION ALL
SELECT whole.row_id, whole.project, 'investor_rank', '全国排名'
FROM whole JOIN at_odds ON at_odds.project = whole.project
WHERE at_odds.investor_rank AND whole.investor_rank IS NOT NULL
UNION ALL
SELECT whole.row_id, whole.project, 'operation_years_min', '运营年限下限'
FROM whole JOIN at_odds ON at_odds.project = whole.project
WHERE at_odds.operation_years_min AND whole.operation_years_min IS NOT NULL
UNION ALL
SELECT whole.row_id, whole.project, 'operation_years_max', '运营年限上限'
FROM whole JOIN at_odds ON at_odds.project = whole.project
WHERE at_odds.operation_years_max AND whole.operation_years_max IS NOT NULL
UNION ALL
SELECT whole.row_id, whole.project, 'industries', '产业数'
FROM whole JOIN at_odds ON at_odds.project = whole.project
WHERE at_odds.industries AND whole.industries IS NOT NULL
UNION ALL
SELECT whole.row_id, whole.project, 'platforms', '平台数'
FROM whole JOIN at_odds ON at_odds.project = whole.project
WHERE at_odds.platforms AND whole.platforms IS NOT NULL
