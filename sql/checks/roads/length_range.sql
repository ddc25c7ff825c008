-- label: 单条道路超过30公里
-- severity: warning
-- forms: roads
-- form: roads
-- column: length
-- needs: roads
-- message: {road_name}：长度超过30公里，是否把米填成了公里

SELECT row_id, road_name
FROM roads
WHERE unit = :unit AND period = :period
  AND length > 30 * 1000000 -- 30公里，以毫米计
