-- label: 乡村就业车间带动就业
-- unit: 人
-- kind: flow
-- place: 3.03
-- definition: 乡村就业车间表中，引进日期在年初至截止日之间的带动就业人数之和
-- jump: 50
-- aggregate: sum
-- form: employment_workshops
-- column: jobs
-- needs: introduced_date, jobs
-- left_out: 引进日期不在年初至截止日之间

SELECT row_id, jobs AS value
FROM employment_workshops
WHERE unit = :unit AND period = :period
  AND introduced_date BETWEEN :from AND :as_of
