-- label: 建成后年税收
-- unit: 亿元
-- kind: planned
-- place: 2.18
-- definition: 重点项目表中，各项目建设阶段为整体的年税收；已终止的项目不计
-- jump: 1
-- aggregate: sum
-- form: projects
-- column: tax
-- needs: project, tax, status
-- reads: phase
-- left_out: 不是整体的行；已终止；没有填这一项

SELECT row_id, tax AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '整体'
  AND COALESCE(status, '') <> '已终止'
  AND tax IS NOT NULL
