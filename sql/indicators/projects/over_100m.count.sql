-- label: 正在推进的过亿元项目
-- unit: 个
-- kind: stock
-- place: 2.05
-- definition: 重点项目表中，整体计划投资不少于1亿元、状态为签约或在建的项目个数；已投产和已终止的不再推进，不计
-- aggregate: count
-- form: projects
-- column: project

SELECT row_id
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '整体'
  AND investment >= 10000000000 -- 1亿元，以分计
  AND status IN ('签约', '在建')
