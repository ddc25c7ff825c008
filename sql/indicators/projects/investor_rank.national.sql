-- label: 投资方全国排名（全国N强）
-- unit: 强
-- kind: planned
-- place: 2.25
-- definition: 重点项目表中，各项目建设阶段为整体的投资方在全国的排名（全国N强的N）；已终止的项目不计
-- jump: 50
-- aggregate: single
-- form: projects
-- column: investor_rank
-- needs: project, investor_rank, status
-- reads: phase
-- percent: no
-- left_out: 不是整体的行；已终止；没有填这一项

SELECT row_id, investor_rank AS value, project AS grp
FROM projects
WHERE unit = :unit AND period = :period
  AND phase = '整体'
  AND COALESCE(status, '') <> '已终止'
  AND investor_rank IS NOT NULL
