-- label: 年产值（一期）
-- unit: 亿元
-- kind: planned
-- place: 2.12
-- definition: 重点项目表中，各项目建设阶段为一期的年产值；已终止的项目不计
-- jump: 1
-- aggregate: sum
-- form: projects
-- column: output_value
-- needs: project, output_value, status
-- reads: phase
-- left_out: 不是一期的行；已终止；没有填这一项

SELECT row_id, output_value AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '一期'
  AND COALESCE(status, '') <> '已终止'
  AND output_value IS NOT NULL
