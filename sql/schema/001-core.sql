-- Core tables, for SQLite and PostgreSQL. The tables of the forms follow from pipeline/forms/ and are made by the program.
-- A statement ends with a semicolon at the end of a line. A database that was made with other statements is made anew from
-- inputs/; the rows of archived_file and publication, which the files cannot give back, are copied (store/core-tables.ts).

-- The statements that the core tables were made with, and by which version of the program: one row.
CREATE TABLE core_schema (
  -- sha256 of this file without its comments.
  definition TEXT NOT NULL,
  version TEXT NOT NULL
);

-- Every file version that a kept publication may need; its bytes are in outputs/archive/<sha256>.
CREATE TABLE archived_file (
  sha256 TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL,
  first_file TEXT NOT NULL,
  first_read_at TEXT NOT NULL
);

-- The files of inputs/<unit>/<period>/. A new reading of the same path replaces the old one.
CREATE TABLE submission (
  submission_id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  period TEXT NOT NULL,
  file TEXT NOT NULL,
  -- NULL where the system would not let it be read.
  sha256 TEXT REFERENCES archived_file (sha256),
  -- Size, times and inode of the file when it was read: unchanged, it is not hashed again.
  stamp TEXT NOT NULL,
  -- Hash of everything else that the reading depended on: program, forms, aliases.
  reading TEXT NOT NULL,
  format TEXT,
  encoding TEXT,
  readable INTEGER NOT NULL CHECK (readable IN (0, 1)),
  -- What it says that it corrects: a JSON list of sha256; NULL where it is no correction.
  corrects TEXT,
  -- The correction that replaced it, as a path; NULL while it counts.
  superseded_by TEXT,
  -- How many rows of source_table it has.
  tables INTEGER NOT NULL DEFAULT 0,
  UNIQUE (unit, period, file)
);

-- A table that was found in a sheet; also one line for a sheet in which none was found.
CREATE TABLE source_table (
  table_id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL REFERENCES submission (submission_id) ON DELETE CASCADE,
  sheet TEXT NOT NULL,
  sheet_index INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  -- Whether the spreadsheet hides its sheet.
  hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
  form TEXT,
  header_first INTEGER,
  header_last INTEGER,
  -- Whether its rows are in the form's table; else a required column is lacking, or the form is unknown.
  typed INTEGER NOT NULL CHECK (typed IN (0, 1)),
  -- Held back whole by its reading: it is not typed, or it contradicts its folder; and after waivers.
  held_by_reading INTEGER NOT NULL CHECK (held_by_reading IN (0, 1)),
  held INTEGER NOT NULL CHECK (held IN (0, 1)),
  rows_data INTEGER NOT NULL,
  rows_not_data INTEGER NOT NULL,
  -- Of the data rows, those that a finding of the reading holds back, and with those of the whole period.
  rows_held_by_reading INTEGER NOT NULL,
  rows_held_back INTEGER NOT NULL,
  -- sha256 of its rows as submitted: a copied file shows.
  content TEXT,
  -- Whether none of its keys came twice among the tables of its form and period when they were last reconciled, all
  -- others with a 1 included; 0: one did, or it took no part.
  keys_alone INTEGER NOT NULL DEFAULT 0,
  -- sha256 of all that was stored of it when it was loaded, its rows included (store/stored-tables.ts).
  digest TEXT NOT NULL DEFAULT '',
  -- The part of the form that is declared nil, '' for the whole form; NULL: none.
  nil_return TEXT,
  reporting_unit TEXT,
  reported_on TEXT,
  reported_by TEXT,
  reviewed_by TEXT,
  -- The span that the sheet says it covers, as ISO dates; NULL: it says none.
  span_from TEXT,
  span_to TEXT,
  -- Columns that only some figures need and that it lacks, with blanks between them; NULL: none.
  lacks TEXT,
  -- The later state of the same list that replaces it: file and sheet; NULL while it counts.
  superseded_by TEXT,
  UNIQUE (submission_id, sheet_index, ordinal)
);

-- Checks ask whether a table is the same as one of last year's.
CREATE INDEX source_table_form ON source_table (form, content);

-- The column of each field of a table: any value leads back to its cell.
CREATE TABLE source_column (
  table_id INTEGER NOT NULL REFERENCES source_table (table_id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  column_index INTEGER NOT NULL,
  header TEXT NOT NULL,
  unit TEXT,
  -- Where the unit was read: cell, format, column, header, line, title, sheet, note, setting, certain, assumed, refused.
  unit_from TEXT NOT NULL,
  PRIMARY KEY (table_id, field)
);

-- Lines of the township's settings that were used for a table, as they were understood, and for how many of its rows.
CREATE TABLE setting_use (
  table_id INTEGER NOT NULL REFERENCES source_table (table_id) ON DELETE CASCADE,
  setting TEXT NOT NULL,
  line TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (table_id, setting, line)
);

-- Names of the township that stand for others (aliases.csv), as they are compared; dates as it gives them.
CREATE TABLE name_alias (
  unit TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('village', 'project', 'community', 'enterprise')),
  name TEXT NOT NULL,
  canonical TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  PRIMARY KEY (unit, kind, name)
);

-- Rows that hold no data, and why.
CREATE TABLE not_data (
  table_id INTEGER NOT NULL REFERENCES source_table (table_id) ON DELETE CASCADE,
  row INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (table_id, row)
);

-- Subtotals and totals that files state, beside the sums of their rows.
CREATE TABLE stated_total (
  table_id INTEGER NOT NULL REFERENCES source_table (table_id) ON DELETE CASCADE,
  row INTEGER NOT NULL,
  column_index INTEGER NOT NULL,
  header TEXT NOT NULL,
  stated TEXT NOT NULL,
  sum TEXT NOT NULL,
  agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)),
  PRIMARY KEY (table_id, row, column_index)
);

-- Findings of reading ('read') and of looking at the files of a period together ('period').
CREATE TABLE finding (
  finding_id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL REFERENCES submission (submission_id) ON DELETE CASCADE,
  table_id INTEGER REFERENCES source_table (table_id) ON DELETE CASCADE,
  origin TEXT NOT NULL CHECK (origin IN ('read', 'period')),
  rule TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
  sheet TEXT,
  row INTEGER,
  column_index INTEGER,
  header TEXT,
  value TEXT,
  personal TEXT,
  params TEXT NOT NULL
);

CREATE INDEX finding_submission ON finding (submission_id);

CREATE INDEX finding_table ON finding (table_id);

-- What the held rows and the findings of a form in a period were reconciled from; while it stays, so do they.
CREATE TABLE reconciled (
  unit TEXT NOT NULL,
  period TEXT NOT NULL,
  form TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  -- What its names were compared with; NULL while they are not.
  names_fingerprint TEXT,
  PRIMARY KEY (unit, period, form)
);

-- Hash of each form table's definition: a changed form gets its table made anew.
CREATE TABLE form_table (
  form TEXT PRIMARY KEY,
  shape TEXT NOT NULL CHECK (shape IN ('roster', 'events')),
  definition TEXT NOT NULL
);

-- The rows behind each side of each indicator of the current publication of a unit.
CREATE TABLE evaluation (
  evaluation_id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  as_of TEXT NOT NULL,
  indicator TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('current', 'previous')),
  -- The folder whose submissions were read; NULL: there is none.
  period TEXT,
  -- Hash of everything that the evidence was selected from.
  fingerprint TEXT NOT NULL,
  -- sha256 of its rows in evidence_total and evidence_source, by which they are known to be as they were selected.
  totals TEXT NOT NULL DEFAULT '',
  UNIQUE (unit, as_of, indicator, side)
);

-- One row per indicator, side and source row: a join that fans out is refused here. Without a reference to its evaluation,
-- which would be looked up for each of a million rows: it is deleted before its evaluation.
CREATE TABLE evidence (
  evaluation_id INTEGER NOT NULL,
  row_id INTEGER NOT NULL,
  grp TEXT NOT NULL,
  value INTEGER NOT NULL,
  value_unit TEXT,
  PRIMARY KEY (evaluation_id, row_id)
) WITHOUT ROWID;

-- Of an indicator that looks at one row at a time, the source tables whose rows its evidence was selected from, with the
-- hash of these rows as they were: evidence of tables that have not changed is kept.
CREATE TABLE evidence_source (
  evaluation_id INTEGER NOT NULL REFERENCES evaluation (evaluation_id) ON DELETE CASCADE,
  table_id INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (evaluation_id, table_id)
) WITHOUT ROWID;

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

-- Each check of the current publication of a unit that was run, and the hash of what it was run on.
CREATE TABLE check_run (
  check_run_id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  as_of TEXT NOT NULL,
  check_id TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('current', 'previous')),
  fingerprint TEXT NOT NULL,
  UNIQUE (unit, as_of, check_id, side)
);

-- The rows that a check found.
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
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
  -- The form whose figures it makes provisional; NULL: those of all forms of its check.
  form TEXT,
  personal TEXT,
  PRIMARY KEY (check_run_id, place)
) WITHOUT ROWID;

CREATE INDEX violation_file ON violation (file, check_run_id);

-- The figures of the current publication, as exact decimals.
CREATE TABLE figure (
  unit TEXT NOT NULL,
  period TEXT NOT NULL,
  as_of TEXT NOT NULL,
  id TEXT NOT NULL,
  grp TEXT NOT NULL,
  -- For checks of plausibility; NULL of a roll-up, which they do not read.
  form TEXT,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  unit_name TEXT NOT NULL,
  value TEXT,
  previous TEXT,
  change TEXT,
  change_pct TEXT,
  -- A change of more is worth a look, in its unit.
  jump TEXT,
  -- The whole figure as published, JSON; NULL while its statuses are not known.
  published TEXT,
  -- The order in which the figures are published.
  place INTEGER NOT NULL,
  PRIMARY KEY (unit, as_of, id, grp)
);

-- What was published when: the history that the files in inputs/ cannot give back.
CREATE TABLE publication (
  publication_id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  -- Below outputs/<unit>/.
  folder TEXT NOT NULL,
  period TEXT NOT NULL,
  as_of TEXT NOT NULL,
  published_at TEXT NOT NULL,
  -- Hash of everything that the publication is a function of, under its name in run.json.
  basis TEXT NOT NULL,
  run_json TEXT NOT NULL
);

CREATE INDEX publication_unit ON publication (unit, folder, publication_id);

-- What the parts of the published files were made from: the next publication copies those that it would make from the same
-- again. Files that are not here are made as a whole.
CREATE TABLE published_segments (
  unit TEXT NOT NULL,
  -- Below outputs/<unit>/.
  folder TEXT NOT NULL,
  -- Below the folder.
  path TEXT NOT NULL,
  -- Of the file whose parts they are.
  sha256 TEXT NOT NULL,
  -- JSON, a list of: hash of all that the part was made from, its offset and its length in bytes.
  segments TEXT NOT NULL,
  PRIMARY KEY (unit, folder, path)
);

-- The submissions' facts, for checks.
CREATE VIEW submissions AS
SELECT s.unit, s.period, s.file, t.sheet, t.form,
  CASE
    WHEN s.superseded_by IS NOT NULL OR t.superseded_by IS NOT NULL THEN 'superseded'
    WHEN t.held = 1 OR (t.rows_data > 0 AND t.rows_held_back = t.rows_data) THEN 'held_back'
    WHEN t.rows_held_back > 0 THEN 'partly_held_back'
    WHEN t.nil_return IS NOT NULL THEN 'nil_return'
    ELSE 'accepted'
  END AS status
FROM source_table t JOIN submission s ON s.submission_id = t.submission_id;

-- How the unit of each column was read, for checks.
CREATE VIEW column_units AS
SELECT table_id, field, unit, unit_from
FROM source_column;

-- The names that aliases.csv leads to others, from whatever day on, for checks.
CREATE VIEW known_names AS
SELECT unit, kind, name, canonical
FROM name_alias;

-- The subtotals that files stated, for checks.
CREATE VIEW stated_totals AS
SELECT s.unit, s.period, s.file, t.sheet, o.row, o.column_index, t.form, o.header, o.stated, o.sum, o.agrees
FROM stated_total o
  JOIN source_table t ON t.table_id = o.table_id
  JOIN submission s ON s.submission_id = t.submission_id
WHERE t.held = 0 AND s.superseded_by IS NULL AND t.superseded_by IS NULL;

-- The computed figures as numbers, for checks of plausibility.
CREATE VIEW figure_values AS
SELECT unit, period, as_of, id, grp, form, kind, label, unit_name, CAST(jump AS REAL) AS jump,
  CAST(value AS REAL) AS value, CAST(previous AS REAL) AS previous,
  CAST(change AS REAL) AS change, CAST(change_pct AS REAL) AS change_pct
FROM figure;

-- What each table holds as a whole, for checks.
CREATE VIEW table_contents AS
SELECT s.unit, s.period, t.form, f.shape, s.file, t.sheet, t.rows_data AS rows, t.content
FROM source_table t
  JOIN submission s ON s.submission_id = t.submission_id
  JOIN form_table f ON f.form = t.form
WHERE t.content IS NOT NULL AND s.superseded_by IS NULL AND t.superseded_by IS NULL;
