-- label: 提供就业岗位（一期）
-- unit: 人
-- kind: planned
-- place: 2.19
-- definition: 重点项目表中，各项目建设阶段为一期的带动就业人数；已终止的项目不计
-- jump: 10
-- aggregate: sum
-- form: projects
-- column: jobs
-- needs: project, jobs, status
-- reads: phase
-- left_out: 不是一期的行；已终止；没有填这一项

SELECT row_id, jobs AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '一期'
  AND COALESCE(status, '') <> '已终止'
  AND jobs IS NOT NULL
