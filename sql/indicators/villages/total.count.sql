-- label: 行政村
-- unit: 个
-- kind: stock
-- place: 1.03
-- definition: 行政村名册中的行政村个数
-- jump: 10
-- aggregate: count
-- form: villages
-- column: village

SELECT row_id
FROM villages
WHERE unit = :unit AND period = :period
