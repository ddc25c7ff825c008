-- label: 指标比上年同期变动过大
-- severity: warning
-- forms: all
-- needs: previous
-- message: {figure}：本期{value}{unit_name}，上年同期{previous}{unit_name}，{what}，请核对

WITH compared AS (
  SELECT
    CASE WHEN grp = '' THEN label ELSE label || '（' || grp || '）' END AS figure,
    form, unit_name, value, previous,
    -- 两边都不是零，相差50倍以上的，多半是单位写错，作为差错
    CASE
      WHEN value <> 0 AND previous <> 0
        AND (ABS(value) >= 50 * ABS(previous) OR ABS(previous) >= 50 * ABS(value)) THEN 1
      ELSE 0
    END AS is_slip
  FROM figure_values
  WHERE unit = :unit AND period = :period AND as_of = :as_of
    AND value IS NOT NULL AND previous IS NOT NULL
    -- 各指标自己的界限，写在它的定义里
    AND ABS(change) > jump
    -- 从零增加的没有百分比，也算超过50%
    AND ABS(change) > 0.5 * ABS(previous)
)
SELECT figure, form, unit_name, value, previous,
  CASE WHEN is_slip = 1 THEN 'error' ELSE 'warning' END AS severity,
  CASE WHEN is_slip = 1 THEN '相差50倍以上' ELSE '变动超过50%' END AS what
FROM compared
