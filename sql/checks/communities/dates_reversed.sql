-- label: 新型社区的计划入住时间早于开工日期
-- severity: error
-- forms: communities
-- form: communities
-- column: move_in_date
-- needs: communities
-- message: {community}：计划入住时间{move_in_date}早于开工日期{started_date}

SELECT row_id, community, started_date, move_in_date
FROM communities
WHERE unit = :unit AND period = :period
  -- 计划入住时间可以只有年或年月：只比较填了的部分
  AND move_in_date < substr(started_date, 1, LENGTH(move_in_date))
