-- label: 微型企业又是规模以上企业
-- severity: warning
-- forms: enterprises
-- form: enterprises
-- column: size
-- needs: enterprises
-- message: {name}：企业规模为微型，又填为规模以上，请核对其中一项

SELECT row_id, name
FROM enterprises
WHERE unit = :unit AND period = :period
  AND size = '微型'
  AND above_scale = 1
