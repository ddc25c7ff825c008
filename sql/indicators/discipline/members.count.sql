-- label: 查处违纪党员
-- unit: 名
-- kind: flow
-- place: 5.01
-- definition: 违纪案件表中，处分日期在年初至截止日之间的党员人数；同一人（按身份证号，没有身份证号的按案件编号和姓名）只计一次，以其第一行为据
-- jump: 10
-- aggregate: count
-- form: discipline_cases
-- column: case_no
-- needs: case_no, person, is_party_member, punished_date
-- reads: person_id
-- left_out: 不是党员；处分日期不在年初至截止日之间；同一人已计

WITH punished AS (
  SELECT row_id,
    -- 同一人只计一次：有身份证号的按身份证号，没有的按案件编号和姓名
    ROW_NUMBER() OVER (
      PARTITION BY person_id,
        CASE WHEN person_id IS NULL THEN case_no END,
        CASE WHEN person_id IS NULL THEN person END
      ORDER BY file, sheet_index, row
    ) AS place
  FROM discipline_cases
  WHERE unit = :unit AND period = :period
    AND is_party_member = 1
    AND punished_date BETWEEN :from AND :as_of
)
SELECT row_id
FROM punished
WHERE place = 1
