-- label: 小规模纳税人的营业收入超过500万元
-- severity: warning
-- forms: enterprises
-- form: enterprises
-- column: revenue
-- needs: enterprises
-- message: {name}：小规模纳税人的营业收入超过500万元，应登记为一般纳税人，请核对

SELECT row_id, name
FROM enterprises
WHERE unit = :unit AND period = :period
  AND taxpayer_type = '小规模纳税人'
  AND revenue > 500 * 1000000 -- 500万元，以分计
