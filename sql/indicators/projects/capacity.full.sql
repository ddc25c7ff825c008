-- label: 建成后年产能
-- unit:
-- kind: planned
-- place: 2.22
-- definition: 重点项目表中，各项目建设阶段为整体的年产能，单位随项目填报（如亿只）；已终止的项目不计
-- jump: 10
-- aggregate: single
-- form: projects
-- column: capacity
-- needs: project, capacity, status
-- reads: phase, capacity_unit
-- left_out: 不是整体的行；已终止；没有填这一项

SELECT row_id, capacity AS value, project AS grp, capacity_unit AS value_unit
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '整体'
  AND COALESCE(status, '') <> '已终止'
  AND capacity IS NOT NULL
