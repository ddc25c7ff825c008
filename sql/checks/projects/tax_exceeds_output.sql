-- label: 年税收超过年产值的30%
-- severity: warning
-- forms: projects
-- form: projects
-- column: tax
-- needs: projects
-- message: {project}（{phase}）：年税收超过年产值的30%，请核对单位

SELECT row_id, project, phase
FROM projects
WHERE unit = :unit AND period = :period
  AND tax * 10 > output_value * 3 -- 30%，两者都以分计
