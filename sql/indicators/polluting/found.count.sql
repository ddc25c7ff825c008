-- label: 新出现散乱污企业
-- unit: 家
-- kind: flow
-- place: 4.02
-- definition: 散乱污企业表中，发现日期在年初至截止日之间的企业家数
-- jump: 10
-- aggregate: count
-- form: polluting_workshops
-- column: name
-- needs: found_date
-- zero_claim: yes
-- left_out: 发现日期不在年初至截止日之间

SELECT row_id
FROM polluting_workshops
WHERE unit = :unit AND period = :period
  AND found_date BETWEEN :from AND :as_of
