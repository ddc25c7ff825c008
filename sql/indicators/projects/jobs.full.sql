-- label: 建成后提供就业岗位
-- unit: 人
-- kind: planned
-- place: 2.21
-- definition: 重点项目表中，各项目建设阶段为整体的带动就业人数；已终止的项目不计
-- jump: 10
-- aggregate: sum
-- form: projects
-- column: jobs
-- needs: project, jobs, status
-- reads: phase
-- left_out: 不是整体的行；已终止；没有填这一项

SELECT row_id, jobs AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '整体'
  AND COALESCE(status, '') <> '已终止'
  AND jobs IS NOT NULL
