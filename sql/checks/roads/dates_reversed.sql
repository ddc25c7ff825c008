-- label: 村级道路的完工日期早于开工日期
-- severity: error
-- forms: roads
-- form: roads
-- column: completed_date
-- needs: roads
-- message: {road_name}：完工日期{completed_date}早于开工日期{started_date}

SELECT row_id, road_name, started_date, completed_date
FROM roads
WHERE unit = :unit AND period = :period
  AND completed_date < started_date
