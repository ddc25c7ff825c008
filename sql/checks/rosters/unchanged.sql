-- label: 名册与去年的完全相同
-- severity: warning
-- forms: all
-- needs: previous
-- message: 这张名册与去年报送的逐行相同，是否还没有更新

SELECT now.form, now.file, now.sheet
FROM table_contents now
WHERE now.unit = :unit AND now.period = :period
  AND now.shape = 'roster'
  AND now.rows > 0
  AND EXISTS (
    SELECT 1
    FROM table_contents earlier
    WHERE earlier.unit = now.unit
      AND earlier.form = now.form
      AND earlier.content = now.content
      -- 上一年的任何一期
      AND CAST(substr(earlier.period, 1, 4) AS INTEGER) = CAST(substr(now.period, 1, 4) AS INTEGER) - 1
  )
