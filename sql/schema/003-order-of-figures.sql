-- The order in which the figures are published.
ALTER TABLE figure ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
