-- label: 重点项目临时党支部没有对应的重点项目
-- severity: warning
-- forms: party_branches
-- form: party_branches
-- column: attached_to
-- needs: party_branches, projects
-- message: {name}：所属项目不在重点项目表中；是同一个项目的，请写进 aliases.csv

SELECT b.row_id, b.name
FROM party_branches b
WHERE b.unit = :unit AND b.period = :period
  AND b.type = '重点项目临时党支部'
  AND NOT EXISTS (
    SELECT 1
    FROM projects p
    WHERE p.unit = :unit AND p.period = :period AND p.project = b.attached_to
  )
  -- 已写明归到某个项目的名称，不论自哪天起
  AND NOT EXISTS (
    SELECT 1
    FROM known_names a
      JOIN projects p ON p.unit = :unit AND p.period = :period AND p.project = a.canonical
    WHERE a.unit = :unit AND a.kind = 'project' AND a.name = b.attached_to
  )
