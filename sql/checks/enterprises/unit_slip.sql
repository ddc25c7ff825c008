-- label: 营业收入或注册资本疑似把元当作万元
-- severity: warning
-- forms: enterprises
-- form: enterprises
-- column: revenue
-- needs: enterprises
-- message: {name}：{what}是全表中位数的5000倍以上，是否把元填成了万元

-- 中位数：排在正中的一个，或正中两个的平均数；两倍的中位数总是整数
WITH counted AS (
  SELECT COUNT(revenue) AS revenues, COUNT(registered_capital) AS capitals
  FROM enterprises
  WHERE unit = :unit AND period = :period
),
middle AS (
  SELECT
    (SELECT MIN(amount) + MAX(amount)
      FROM (
        SELECT revenue AS amount
        FROM enterprises
        WHERE unit = :unit AND period = :period AND revenue IS NOT NULL
        ORDER BY revenue
        LIMIT (SELECT 2 - revenues % 2 FROM counted) OFFSET (SELECT (revenues - 1) / 2 FROM counted)
      ) AS revenues) AS twice_revenue,
    (SELECT MIN(amount) + MAX(amount)
      FROM (
        SELECT registered_capital AS amount
        FROM enterprises
        WHERE unit = :unit AND period = :period AND registered_capital IS NOT NULL
        ORDER BY registered_capital
        LIMIT (SELECT 2 - capitals % 2 FROM counted) OFFSET (SELECT (capitals - 1) / 2 FROM counted)
      ) AS capitals) AS twice_capital
)
-- 中位数的5000倍，就是两倍的中位数的2500倍
SELECT row_id, 'revenue' AS field, name, '营业收入' AS what
FROM enterprises
WHERE unit = :unit AND period = :period
  AND (SELECT twice_revenue FROM middle) > 0
  AND revenue >= 2500 * (SELECT twice_revenue FROM middle)
UNION ALL
SELECT row_id, 'registered_capital', name, '注册资本'
FROM enterprises
WHERE unit = :unit AND period = :period
  AND (SELECT twice_capital FROM middle) > 0
  AND registered_capital >= 2500 * (SELECT twice_capital FROM middle)
