-- label: 引进落户乡村就业车间的公司
-- unit: 家
-- kind: flow
-- place: 3.02
-- definition: 乡村就业车间表中，引进日期在年初至截止日之间的企业家数；同名的企业只计一次，以其第一行为据
-- jump: 10
-- aggregate: count
-- form: employment_workshops
-- column: enterprise
-- needs: enterprise, introduced_date
-- left_out: 引进日期不在年初至截止日之间；同一企业已计

WITH introduced AS (
  SELECT row_id,
    -- 同一企业只计一次
    ROW_NUMBER() OVER (PARTITION BY enterprise ORDER BY file, sheet_index, row) AS place
  FROM employment_workshops
  WHERE unit = :unit AND period = :period
    AND introduced_date BETWEEN :from AND :as_of
)
SELECT row_id
FROM introduced
WHERE place = 1
