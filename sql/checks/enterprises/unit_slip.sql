-- label: 营业收入或注册资本疑似把元当作万元
-- severity: warning
-- forms: enterprises
-- form: enterprises
-- column: revenue
-- needs: enterprises
-- message: {name}：{what}是全表中位数的5000倍以上，是否把元填成了万元

-- 中位数：排在正中的一个，或正中两个的平均数
WITH ranked AS (
  SELECT row_id, 'revenue' AS field, revenue AS amount,
    ROW_NUMBER() OVER (ORDER BY revenue) AS place,
    COUNT(*) OVER () AS total
  FROM enterprises
  WHERE unit = :unit AND period = :period AND revenue IS NOT NULL
  UNION ALL
  SELECT row_id, 'registered_capital', registered_capital,
    ROW_NUMBER() OVER (ORDER BY registered_capital),
    COUNT(*) OVER ()
  FROM enterprises
  WHERE unit = :unit AND period = :period AND registered_capital IS NOT NULL
),
median AS (
  SELECT field, MIN(amount) AS low, MAX(amount) AS high
  FROM ranked
  WHERE place IN ((total + 1) / 2, (total + 2) / 2)
  GROUP BY field
)
SELECT r.row_id, r.field, e.name,
  CASE r.field WHEN 'revenue' THEN '营业收入' ELSE '注册资本' END AS what
FROM ranked r
  JOIN median m ON m.field = r.field
  JOIN enterprises e ON e.row_id = r.row_id
WHERE m.low + m.high > 0
  -- 5000倍，除以2在右边的和里
  AND r.amount >= 2500 * (m.low + m.high)
