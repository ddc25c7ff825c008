-- label: 运营年限（下限）
-- unit: 年
-- kind: planned
-- place: 2.23
-- definition: 重点项目表中，各项目建设阶段为整体的运营年限下限；已终止的项目不计
-- jump: 1
-- aggregate: single
-- form: projects
-- column: operation_years_min
-- needs: project, operation_years_min, status
-- reads: phase
-- left_out: 不是整体的行；已终止；没有填这一项

SELECT row_id, operation_years_min AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '整体'
  AND COALESCE(status, '') <> '已终止'
  AND operation_years_min IS NOT NULL
