-- What a run need not do again: rows that stand settled, evidence and violations whose rows nothing has changed.
-- One statement ends with a semicolon at the end of a line.

-- What the rows of a form in a period were settled from; while it stays, so do its held rows and findings.
CREATE TABLE settled (
  unit TEXT NOT NULL,
  period TEXT NOT NULL,
  form TEXT NOT NULL,
  basis TEXT NOT NULL,
  -- What its names were compared with; NULL while they are not.
  names_basis TEXT,
  PRIMARY KEY (unit, period, form)
);

CREATE INDEX finding_table ON finding (table_id);

-- Whether a table is the same as one of last year's is asked of its content.
DROP INDEX source_table_form;

CREATE INDEX source_table_form ON source_table (form, content);

-- Evidence of the first version stands without its totals: it is selected anew.
DELETE FROM evidence;

DELETE FROM evaluation;

-- Hash of everything that the evidence was selected from.
ALTER TABLE evaluation ADD COLUMN basis TEXT NOT NULL DEFAULT '';

-- The evidence of each source table, added up.
CREATE TABLE evidence_total (
  evaluation_id INTEGER NOT NULL REFERENCES evaluation (evaluation_id) ON DELETE CASCADE,
  table_id INTEGER NOT NULL,
  grp TEXT NOT NULL,
  rows INTEGER NOT NULL,
  value INTEGER NOT NULL,
  least INTEGER NOT NULL,
  most INTEGER NOT NULL,
  -- First and last of the units that travel with the rows; NULL where there are none.
  first_unit TEXT,
  last_unit TEXT,
  PRIMARY KEY (evaluation_id, table_id, grp)
) WITHOUT ROWID;

-- Each check of the current publication of a unit that was run, and on what.
CREATE TABLE check_run (
  check_run_id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  as_of TEXT NOT NULL,
  check_id TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('current', 'previous')),
  basis TEXT NOT NULL,
  UNIQUE (unit, as_of, check_id, side)
);

-- What it found, JSON.
CREATE TABLE violation (
  check_run_id INTEGER NOT NULL REFERENCES check_run (check_run_id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  found TEXT NOT NULL,
  PRIMARY KEY (check_run_id, place)
) WITHOUT ROWID;
