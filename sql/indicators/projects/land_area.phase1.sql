-- label: 一期占地
-- unit: 亩
-- kind: planned
-- place: 2.07
-- definition: 重点项目表中，各项目建设阶段为一期的占地面积；已终止的项目不计
-- jump: 50
-- aggregate: sum
-- form: projects
-- column: land_area
-- needs: project, land_area, status
-- reads: phase
-- left_out: 不是一期的行；已终止；没有填这一项

SELECT row_id, land_area AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '一期'
  AND COALESCE(status, '') <> '已终止'
  AND land_area IS NOT NULL
