-- label: 实现楼房化办公的行政村
-- unit: 个
-- kind: stock
-- place: 1.04
-- definition: 行政村名册中，办公场所为楼房、在截止日或以前建成的行政村个数，不含居委会、社区和机关；未填建成日期的视为早已建成
-- jump: 10
-- aggregate: count
-- form: villages
-- column: village
-- needs: village, office_type
-- reads: office_built_date
-- left_out: 是居委会、社区或机关；是居委会、社区或机关；是居委会、社区或机关；是居委会、社区或机关；不是楼房；截止日以后建成

SELECT row_id
FROM villages
WHERE unit = :unit AND period = :period
  -- 居委会、社区、机关不是行政村
  AND village NOT LIKE '%居委会'
  AND village NOT LIKE '%居民委员会'
  AND village NOT LIKE '%社区'
  AND village NOT LIKE '%机关'
  AND office_type = '楼房'
  -- 未填建成日期的，视为早已建成
  AND (office_built_date IS NULL OR office_built_date <= :as_of)
