-- label: 新型社区的计划入住时间已过或推迟
-- severity: warning
-- forms: communities
-- form: communities
-- column: move_in_date
-- needs: communities
-- message: {community}：{what}，请核对是否已入住、计划是否调整

SELECT row_id, community, '计划' || substr(move_in_date, 1, 4) || '年入住，到本期仍未入住' AS what
FROM communities
WHERE unit = :unit AND period = :period
  AND COALESCE(status, '') <> '已入住'
  AND substr(move_in_date, 1, 4) < substr(:period_date, 1, 4)
UNION ALL
SELECT now.row_id, now.community,
  '计划入住由' || substr(earlier.move_in_date, 1, 4) || '年推迟到' || substr(now.move_in_date, 1, 4) || '年'
FROM communities now
  JOIN communities earlier ON earlier.key = now.key
WHERE now.unit = :unit AND now.period = :period
  AND earlier.unit = :unit AND earlier.period = :previous_period
  AND COALESCE(now.status, '') <> '已入住'
  -- 已过的，上面已经提示
  AND substr(now.move_in_date, 1, 4) >= substr(:period_date, 1, 4)
  AND substr(now.move_in_date, 1, 4) > substr(earlier.move_in_date, 1, 4)
