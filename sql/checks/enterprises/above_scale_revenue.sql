-- label: 规模以上企业的营业收入低于门槛
-- severity: warning
-- forms: enterprises
-- form: enterprises
-- column: revenue
-- needs: enterprises
-- message: {name}：填为规模以上，但营业收入低于本行业的门槛{ten_thousands}万元

-- 规模以上的门槛按行业大类（GB/T 4754-2017 的前两位数字，字母可以不写）
WITH coded AS (
  SELECT row_id, name, revenue, COALESCE(industry, '') AS industry,
    CASE
      WHEN substr(industry_code, 1, 1) BETWEEN '0' AND '9' THEN substr(industry_code, 1, 2)
      ELSE COALESCE(substr(industry_code, 2, 2), '')
    END AS division
  FROM enterprises
  WHERE unit = :unit AND period = :period
    AND above_scale = 1
    AND revenue IS NOT NULL
),
threshold AS (
  SELECT row_id, name, revenue,
    CASE
      WHEN division IN ('47', '48', '49', '50') THEN 0 -- 建筑业：有资质即可
      WHEN division = '70' THEN 0 -- 房地产业：有开发经营活动即可
      WHEN division = '52' THEN 500 -- 零售业
      WHEN division IN ('61', '62') THEN 200 -- 住宿业、餐饮业
      WHEN division IN ('71', '72', '73', '74', '75', '83') THEN 1000 -- 租赁和商务、科研和技术服务、教育
      WHEN division IN ('80', '81', '82', '85', '86', '87', '88', '89', '90') THEN 500 -- 居民服务、社会工作、文体娱乐
      WHEN division <> '' THEN 2000 -- 工业、批发业，交通、信息、水利环境、卫生等服务业
      -- 没有行业代码的，看行业名称；看不出的按工业
      WHEN industry LIKE '%建筑%' OR industry LIKE '%房地产%' THEN 0
      WHEN industry LIKE '%零售%' THEN 500
      WHEN industry LIKE '%住宿%' OR industry LIKE '%餐饮%' THEN 200
      ELSE 2000
    END AS ten_thousands
  FROM coded
)
SELECT row_id, name, ten_thousands
FROM threshold
WHERE revenue < ten_thousands * 1000000 -- 万元，以分计
