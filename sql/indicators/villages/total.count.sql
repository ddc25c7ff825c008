-- label: 行政村
-- unit: 个
-- kind: stock
-- place: 1.03
-- definition: 行政村名册中的行政村个数，不含居委会、社区和机关
-- jump: 10
-- aggregate: count
-- form: villages
-- column: village
-- needs: village
-- left_out: 是居委会、社区或机关；是居委会、社区或机关；是居委会、社区或机关；是居委会、社区或机关

SELECT row_id
FROM villages
WHERE unit = :unit AND period = :period
  -- 居委会、社区、机关不是行政村
  AND village NOT LIKE '%居委会'
  AND village NOT LIKE '%居民委员会'
  AND village NOT LIKE '%社区'
  AND village NOT LIKE '%机关'
