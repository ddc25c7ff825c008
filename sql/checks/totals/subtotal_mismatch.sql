-- label: 小计、合计与各行之和不符
-- severity: error
-- forms: all
-- needs:
-- message: {header}：表中写的是{stated}，各行之和是{added}

SELECT file, sheet, row, column_index, form, header, stated AS value, stated, sum AS added
FROM stated_totals
WHERE unit = :unit AND period = :period
  AND form IS NOT NULL
  AND agrees = 0
