-- label: 项目没有“整体”一行
-- severity: warning
-- forms: projects
-- form: projects
-- column: phase
-- needs: projects
-- message: {project}：没有“整体”一行，是否过亿元按未终止各期的投资之和判断

SELECT phase.row_id, phase.project
FROM projects phase
WHERE phase.unit = :unit AND phase.period = :period
  AND phase.phase <> '整体'
  AND NOT EXISTS (
    SELECT 1
    FROM projects whole
    WHERE whole.unit = :unit AND whole.period = :period
      AND whole.project = phase.project AND whole.phase = '整体'
  )
