-- label: {{title}}的{{header}}早于{{other_header}}
-- severity: error
-- relation: notBefore
-- message: {name}：{header}{date}早于{other_header}{other_date}

SELECT row_id, '{{column}}' AS field, {{label}} AS name,
  '{{header}}' AS header, {{column}} AS date, '{{other_header}}' AS other_header, {{other}} AS other_date
FROM {{form}}
WHERE unit = :unit AND period = :period
  -- 只写到年、月的，只比到年、月
  AND {{column}} < substr({{other}}, 1, length({{column}}))
