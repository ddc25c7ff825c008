-- label: 指标比上年同期变动过大
-- severity: warning
-- forms: all
-- needs: previous
-- message: {figure}：本期{value}{unit_name}，上年同期{previous}{unit_name}，变动超过50%，请核对

SELECT
  CASE WHEN grp = '' THEN label ELSE label || '（' || grp || '）' END AS figure,
  unit_name, value, previous
FROM figure_values
WHERE unit = :unit AND period = :period AND as_of = :as_of
  AND value IS NOT NULL AND previous IS NOT NULL
  AND ABS(change) > 10
  -- 从零增加的没有百分比，也算超过50%
  AND ABS(change) > 0.5 * ABS(previous)
