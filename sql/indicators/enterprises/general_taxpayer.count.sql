-- label: 一般纳税人
-- unit: 家
-- kind: stock
-- place: 2.03
-- definition: 企业名录中，截止日存在的企业中，增值税一般纳税人的家数；存在指截止日或以前成立，且截止日或以前没有注销、吊销，不含个体工商户和农民专业合作社
-- jump: 10
-- aggregate: count
-- form: enterprises
-- column: credit_code
-- needs: established_date, taxpayer_type
-- reads: category, status, cancelled_date
-- waives: enterprises.cancelled_but_active
-- left_out: 不是企业；截止日以后成立；截止日已注销、吊销或迁出；不是一般纳税人

SELECT row_id
FROM enterprises
WHERE unit = :unit AND period = :period
  -- 截止日存在的企业：不含个体工商户和农民专业合作社
  AND category = '企业'
  AND established_date <= :as_of
  -- 截止日或以前没有注销、吊销、迁出；没有填日期的，视为已不存在
  AND (cancelled_date > :as_of
    OR (cancelled_date IS NULL AND COALESCE(status, '存续') NOT IN ('注销', '吊销', '迁出'))
    -- 注销日期早于截止日、状态仍为存续，经人核实认可的，存在
    OR :waived LIKE '%,' || row_id || ',%')
  AND taxpayer_type = '一般纳税人'
