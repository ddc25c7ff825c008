-- Evidence without a reference to its evaluation, which the database would look for at each of a million rows: it is
-- taken out before its evaluation. What stands is selected anew.
DROP TABLE evidence;

DELETE FROM evaluation;

-- One row per indicator, side and source row: a join that fans out is refused here.
CREATE TABLE evidence (
  evaluation_id INTEGER NOT NULL,
  row_id INTEGER NOT NULL,
  grp TEXT NOT NULL,
  value INTEGER NOT NULL,
  value_unit TEXT,
  PRIMARY KEY (evaluation_id, row_id)
) WITHOUT ROWID;
