-- label: 修建村级道路
-- unit: 公里
-- kind: flow
-- place: 4.08
-- definition: 村级道路修建表中，建设性质为新建、改建或硬化（不含养护），完工日期在年初至截止日之间的长度之和
-- jump: 5
-- aggregate: sum
-- form: roads
-- column: length
-- needs: length, nature, completed_date
-- left_out: 不是新建、改建或硬化；同一条路已由另一村列入；完工日期不在年初至截止日之间

SELECT row_id, length AS value
FROM roads
WHERE unit = :unit AND period = :period
  AND nature IN ('新建', '改建', '硬化') -- 养护不算修建
  AND same_as IS NULL -- 两个村各列一次的同一条路只计一次
  AND completed_date BETWEEN :from AND :as_of
