-- label: 办理中的信访案件已有办结日期
-- severity: warning
-- forms: petitions
-- form: petitions
-- column: closed_date
-- needs: petitions
-- message: {case_no}：{what}，请核对办理结果

SELECT row_id, case_no, '办理中，却填了办结日期' || closed_date AS what
FROM petitions
WHERE unit = :unit AND period = :period
  AND result = '办理中'
  AND closed_date IS NOT NULL
UNION ALL
SELECT row_id, case_no, '办结日期' || closed_date || '在截止日之后'
FROM petitions
WHERE unit = :unit AND period = :period
  AND COALESCE(result, '') <> '办理中'
  AND closed_date > :as_of
