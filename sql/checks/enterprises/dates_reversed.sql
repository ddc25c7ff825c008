-- label: 企业名录的注销日期早于成立日期
-- severity: error
-- forms: enterprises
-- form: enterprises
-- column: cancelled_date
-- needs: enterprises
-- message: {name}：注销日期{cancelled_date}早于成立日期{established_date}

SELECT row_id, name, established_date, cancelled_date
FROM enterprises
WHERE unit = :unit AND period = :period
  AND cancelled_date < established_date
