-- label: 已化解、已办结的信访案件没有办结日期
-- severity: error
-- forms: petitions
-- form: petitions
-- column: closed_date
-- needs: petitions
-- message: {case_no}：{result}，但没有办结日期，不能计入

SELECT row_id, case_no, result
FROM petitions
WHERE unit = :unit AND period = :period
  AND result IN ('已化解', '已办结')
  AND closed_date IS NULL
