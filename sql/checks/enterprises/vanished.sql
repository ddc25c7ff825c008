-- label: 去年在册的企业今年不见了
-- severity: warning
-- forms: enterprises
-- form: enterprises
-- column: credit_code
-- needs: enterprises, previous
-- message: {name}：去年在企业名录中，今年既不在名录中，也没有注销记录

SELECT earlier.row_id, earlier.name
FROM enterprises earlier
WHERE earlier.unit = :unit AND earlier.period = :previous_period
  AND earlier.cancelled_date IS NULL
  AND COALESCE(earlier.status, '存续') NOT IN ('注销', '吊销', '迁出')
  AND NOT EXISTS (
    SELECT 1
    -- 暂缓的行也在名录中；企业名录的主键是统一社会信用代码
    FROM enterprises_keys now
    WHERE now.unit = :unit AND now.period = :period AND now.key = earlier.key
  )
