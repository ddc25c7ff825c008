-- label: 群众性文体活动
-- unit: 次
-- kind: flow
-- place: 4.09
-- definition: 群众文体活动表中，没有注明不是群众性活动、活动日期在年初至截止日之间的活动次数
-- jump: 10
-- aggregate: count
-- form: activities
-- column: name
-- needs: date
-- reads: is_mass
-- left_out: 不是群众性活动；活动日期不在年初至截止日之间

SELECT row_id
FROM activities
WHERE unit = :unit AND period = :period
  AND COALESCE(is_mass, 1) <> 0 -- 未填的视为群众性活动
  AND date BETWEEN :from AND :as_of
