-- label: 打造大平台数
-- unit: 个
-- kind: planned
-- place: 2.27
-- definition: 重点项目表中，各项目建设阶段为整体的平台数；已终止的项目不计
-- jump: 10
-- aggregate: single
-- form: projects
-- column: platforms
-- needs: project, platforms, status
-- reads: phase
-- left_out: 不是整体的行；已终止；没有填这一项

SELECT row_id, platforms AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '整体'
  AND COALESCE(status, '') <> '已终止'
  AND platforms IS NOT NULL
