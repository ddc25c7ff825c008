-- label: 散乱污企业的整治完成日期早于发现日期
-- severity: error
-- forms: polluting_workshops
-- form: polluting_workshops
-- column: rectified_date
-- needs: polluting_workshops
-- message: {name}：整治完成日期{rectified_date}早于发现日期{found_date}

SELECT row_id, name, found_date, rectified_date
FROM polluting_workshops
WHERE unit = :unit AND period = :period
  AND rectified_date < found_date
