-- Whether no key stands twice among its rows, as far as their reading told; 0: one may.
ALTER TABLE source_table ADD COLUMN keys_differ INTEGER NOT NULL DEFAULT 0;
