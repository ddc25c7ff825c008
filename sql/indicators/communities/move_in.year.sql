-- label: 新型社区计划入住年份
-- unit: 年
-- kind: planned
-- place: 6.01
-- definition: 新型社区表中，尚未入住的各社区计划入住的年份
-- jump: 1
-- aggregate: single
-- form: communities
-- column: move_in_date
-- needs: community, move_in_date
-- reads: status
-- percent: no
-- left_out: 已入住；没有计划入住时间

SELECT row_id, CAST(substr(move_in_date, 1, 4) AS INTEGER) AS value, community AS grp
FROM communities
WHERE unit = :unit AND period = :period
  AND COALESCE(status, '') <> '已入住' -- 未填状态的视为尚未入住
  AND move_in_date IS NOT NULL
