-- label: 正在推进的过亿元项目
-- unit: 个
-- kind: stock
-- place: 2.05
-- definition: 重点项目表中，计划投资不少于1亿元、状态为签约或在建的项目个数；投资按“整体”一行，没有“整体”的按未终止各期之和；已投产和已终止的不再推进，不计
-- jump: 10
-- aggregate: count
-- form: projects
-- column: project
-- needs: project, investment, status
-- reads: phase
-- left_out: 已终止；不足1亿元，不是签约或在建，或者同一项目已计

WITH phases AS (
  SELECT row_id, project, phase, investment, status, file, sheet_index, row,
    MAX(CASE WHEN phase = '整体' THEN 1 ELSE 0 END) OVER (PARTITION BY project) AS has_whole
  FROM projects
  WHERE unit = :unit AND period = :period
    AND COALESCE(status, '') <> '已终止'
),
whole AS (
  SELECT row_id,
    SUM(investment) OVER (PARTITION BY project) AS investment,
    MAX(CASE WHEN status IN ('签约', '在建') THEN 1 ELSE 0 END) OVER (PARTITION BY project) AS is_pushed_on,
    -- 一个项目只计一次，以其第一行为据
    ROW_NUMBER() OVER (PARTITION BY project ORDER BY file, sheet_index, row) AS place
  FROM phases
  WHERE has_whole = 0 OR phase = '整体'
)
SELECT row_id
FROM whole
WHERE place = 1
  AND is_pushed_on = 1
  AND investment >= 10000000000 -- 1亿元，以分计
