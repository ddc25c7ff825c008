-- What a run need not do again, of a query that looks at one row at a time: the evidence of tables that are as they were.
-- One statement ends with a semicolon at the end of a line.

-- The source tables whose rows an evaluation has been through, with the hash of these rows as they were.
CREATE TABLE evidence_source (
  evaluation_id INTEGER NOT NULL REFERENCES evaluation (evaluation_id) ON DELETE CASCADE,
  table_id INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (evaluation_id, table_id)
) WITHOUT ROWID;
