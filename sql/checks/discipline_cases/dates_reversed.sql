-- label: 违纪案件的处分日期早于立案日期
-- severity: error
-- forms: discipline_cases
-- form: discipline_cases
-- column: punished_date
-- needs: discipline_cases
-- message: {case_no}：处分日期{punished_date}早于立案日期{filed_date}

SELECT row_id, case_no, filed_date, punished_date
FROM discipline_cases
WHERE unit = :unit AND period = :period
  AND punished_date < filed_date
