-- What the parts of the files that stand published were made from, so that the next publication copies those that it
-- would make from the same again. Files that are not here are made as a whole.
CREATE TABLE published_stretches (
  unit TEXT NOT NULL,
  -- Below outputs/<unit>/.
  folder TEXT NOT NULL,
  -- Below the folder.
  path TEXT NOT NULL,
  -- Of the file whose parts they are.
  sha256 TEXT NOT NULL,
  -- JSON, a list of: hash of all that the part was made from, where it begins, and its length, in bytes.
  stretches TEXT NOT NULL,
  PRIMARY KEY (unit, folder, path)
);
