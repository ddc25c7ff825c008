-- label: {{title}}的{{header}}疑似写错单位
-- severity: warning
-- relation: plausible
-- message: {name}：{header}是本列中位数的200倍以上，也超出了常见的范围（至{most}），是否写错了单位

SELECT r.row_id, '{{column}}' AS field, r.{{label}} AS name, '{{header}}' AS header, '{{most_shown}}' AS most,
  -- 整列没有写单位的，作为差错
  CASE WHEN u.unit_from IN ('certain', 'assumed', 'refused', '') THEN 'error' ELSE 'warning' END AS severity
FROM {{form}} r
  JOIN column_units u ON u.table_id = r.table_id AND u.field = '{{column}}'
  JOIN (
    -- 两倍的中位数：正中的一个，或正中两个的和；零和空格不算
    SELECT table_id, MIN(amount) + MAX(amount) AS twice_median
    FROM (
      SELECT table_id, {{column}} AS amount,
        ROW_NUMBER() OVER (PARTITION BY table_id ORDER BY {{column}}) AS place,
        COUNT(*) OVER (PARTITION BY table_id) AS amounts
      FROM {{form}}
      WHERE unit = :unit AND period = :period AND {{column}} > 0
        -- 没有一个值超出范围的，不必排序
        AND EXISTS (
          SELECT 1
          FROM {{form}} large
          WHERE large.unit = :unit AND large.period = :period AND large.{{column}} > {{most}}
        )
    ) ranked
    WHERE place IN ((amounts + 1) / 2, (amounts + 2) / 2)
    GROUP BY table_id
  ) middle ON middle.table_id = r.table_id
WHERE r.unit = :unit AND r.period = :period
  AND r.{{column}} > {{most}}
  AND r.{{column}} >= 100 * middle.twice_median
  -- 单元格里自己写了单位的，不疑
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%元%'
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%圆%'
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%万%'
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%亿%'
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%米%'
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%m%'
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%里%'
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%亩%'
  AND COALESCE(json_extract(r.texts, '$[{{index}}]'), '') NOT LIKE '%顷%'
