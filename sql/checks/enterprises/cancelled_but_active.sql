-- label: 已注销的企业仍为存续
-- severity: error
-- forms: enterprises
-- form: enterprises
-- column: status
-- needs: enterprises
-- message: {name}：注销日期为{cancelled_date}，经营状态却是{status}，请核对其中一项

SELECT row_id, name, status, cancelled_date
FROM enterprises
WHERE unit = :unit AND period = :period
  AND cancelled_date <= :as_of
  AND status IN ('存续', '在营', '开业')
