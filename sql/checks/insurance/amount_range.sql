-- label: 单笔缴费金额超出常见范围
-- severity: warning
-- forms: insurance_payments
-- form: insurance_payments
-- column: amount
-- needs: insurance_payments
-- message: 单笔缴费不在50元至10000元之间，请核对金额和单位

SELECT row_id
FROM insurance_payments
WHERE unit = :unit AND period = :period
  AND payment_status <> '退费'
  AND (amount < 50 * 100 OR amount > 10000 * 100) -- 50元、10000元，以分计
