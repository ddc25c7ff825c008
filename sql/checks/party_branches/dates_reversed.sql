-- label: 党支部的撤销日期早于成立日期
-- severity: error
-- forms: party_branches
-- form: party_branches
-- column: dissolved_date
-- needs: party_branches
-- message: {name}：撤销日期{dissolved_date}早于成立日期{established_date}

SELECT row_id, name, established_date, dissolved_date
FROM party_branches
WHERE unit = :unit AND period = :period
  AND dissolved_date < established_date
