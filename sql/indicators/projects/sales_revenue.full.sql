-- label: 建成后年销售收入
-- unit: 亿元
-- kind: planned
-- place: 2.15
-- definition: 重点项目表中，各项目建设阶段为整体的年销售收入；已终止的项目不计
-- jump: 1
-- aggregate: sum
-- form: projects
-- column: sales_revenue
-- needs: project, sales_revenue, status
-- reads: phase
-- left_out: 不是整体的行；已终止；没有填这一项

SELECT row_id, sales_revenue AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '整体'
  AND COALESCE(status, '') <> '已终止'
  AND sales_revenue IS NOT NULL
