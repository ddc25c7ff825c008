-- label: 空白村（无集体收入的行政村）
-- unit: 个
-- kind: stock
-- place: 1.06
-- definition: 行政村名册中，村集体收入为0的行政村个数，不含居委会、社区和机关
-- jump: 10
-- aggregate: count
-- form: villages
-- column: collective_income
-- needs: village, collective_income
-- zero_claim: yes
-- left_out: 是居委会、社区或机关；是居委会、社区或机关；是居委会、社区或机关；是居委会、社区或机关；有集体收入

SELECT row_id
FROM villages
WHERE unit = :unit AND period = :period
  -- 居委会、社区、机关不是行政村
  AND village NOT LIKE '%居委会'
  AND village NOT LIKE '%居民委员会'
  AND village NOT LIKE '%社区'
  AND village NOT LIKE '%机关'
  AND collective_income = 0
