-- label: 进京进省上访
-- unit: 起
-- kind: flow
-- place: 4.12
-- definition: 信访案件表中，信访级别为到京或到省、信访形式为来访、登记日期在年初至截止日之间的案件起数
-- jump: 10
-- aggregate: count
-- form: petitions
-- column: case_no
-- needs: registered_date, form, level
-- zero_claim: yes
-- left_out: 不是到京或到省；不是来访；登记日期不在年初至截止日之间

SELECT row_id
FROM petitions
WHERE unit = :unit AND period = :period
  AND level IN ('到京', '到省')
  AND form = '来访'
  AND registered_date BETWEEN :from AND :as_of
