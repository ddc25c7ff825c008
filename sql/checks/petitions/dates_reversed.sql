-- label: 信访案件的办结日期早于登记日期
-- severity: error
-- forms: petitions
-- form: petitions
-- column: closed_date
-- needs: petitions
-- message: {case_no}：办结日期{closed_date}早于登记日期{registered_date}

SELECT row_id, case_no, registered_date, closed_date
FROM petitions
WHERE unit = :unit AND period = :period
  AND closed_date < registered_date
