-- label: 学校建设的竣工日期早于开工日期
-- severity: error
-- forms: schools
-- form: schools
-- column: completed_date
-- needs: schools
-- message: {school}：竣工日期{completed_date}早于开工日期{started_date}

SELECT row_id, school, started_date, completed_date
FROM schools
WHERE unit = :unit AND period = :period
  AND completed_date < started_date
