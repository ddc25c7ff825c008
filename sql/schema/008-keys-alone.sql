-- Whether none of its keys stood twice among the tables of its form and period when they were settled last, all others
-- with a 1 included; 0: one did, or it took no part.
ALTER TABLE source_table ADD COLUMN keys_alone INTEGER NOT NULL DEFAULT 0;
