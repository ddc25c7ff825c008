-- label: 企业的成立日期晚于报表日期
-- severity: error
-- forms: enterprises
-- form: enterprises
-- column: established_date
-- needs: enterprises
-- message: {name}：成立日期{established_date}晚于报表日期

SELECT row_id, name, established_date
FROM enterprises
WHERE unit = :unit AND period = :period
  AND established_date > :period_date
