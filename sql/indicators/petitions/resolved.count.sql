-- label: 化解信访案件（含办结）
-- unit: 起
-- kind: flow
-- place: 4.11
-- definition: 信访案件表中，办理结果为已化解或已办结、办结日期在年初至截止日之间的案件起数
-- jump: 10
-- aggregate: count
-- form: petitions
-- column: case_no
-- needs: closed_date, result
-- left_out: 没有化解或办结；办结日期不在年初至截止日之间

SELECT row_id
FROM petitions
WHERE unit = :unit AND period = :period
  AND result IN ('已化解', '已办结')
  AND closed_date BETWEEN :from AND :as_of
