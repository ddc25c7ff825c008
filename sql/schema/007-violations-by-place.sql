-- Violations with their places as columns, so that they are read in the order in which they are published. One statement ends
-- with a semicolon at the end of a line. What stands is found anew.
DROP TABLE violation;

DELETE FROM check_run;

CREATE TABLE violation (
  check_run_id INTEGER NOT NULL REFERENCES check_run (check_run_id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  -- '' where no file is meant.
  file TEXT NOT NULL,
  sheet TEXT,
  row INTEGER,
  column_index INTEGER,
  header TEXT,
  value TEXT,
  message TEXT NOT NULL,
  -- The form whose figures it makes provisional; NULL: those of all forms of its check.
  form TEXT,
  personal TEXT,
  PRIMARY KEY (check_run_id, place)
) WITHOUT ROWID;

CREATE INDEX violation_file ON violation (file, check_run_id);
