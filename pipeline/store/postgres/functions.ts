/** What the pipeline's SQL calls and PostgreSQL does not have under that name, and what takes the place of a cascade. */

export const functions: readonly string[] = [
  // An element of a JSON list, by '$[3]', or of an object, by '$.name'.
  `CREATE OR REPLACE FUNCTION json_extract(list text, path text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN path LIKE '$[%'
      THEN CAST(list AS json) ->> CAST(substr(path, 3, length(path) - 3) AS integer)
      ELSE CAST(list AS json) ->> substr(path, 3) END`,
  `CREATE OR REPLACE FUNCTION json_each(list text, OUT value text) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC SELECT json_array_elements_text(CAST(list AS json)); END`,
  `CREATE OR REPLACE FUNCTION json_quote(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN CAST(to_json(value) AS text)`,
  `CREATE OR REPLACE AGGREGATE json_group_array(bigint)
    (SFUNC = array_append, STYPE = bigint[], INITCOND = '{}', FINALFUNC = array_to_json)`,
  `CREATE OR REPLACE FUNCTION sha256_of(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN encode(sha256(convert_to(value, 'UTF8')), 'hex')`,
  `CREATE OR REPLACE FUNCTION max(one bigint, other bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN greatest(one, other)`,
  `CREATE OR REPLACE FUNCTION min(one bigint, other bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN least(one, other)`,
  /*
   * The rows of a file go with it. No foreign key does that: it would be asked for each of millions of rows, and
   * cannot reach a table on another server. The unit says on which server they are.
   */
  `CREATE OR REPLACE FUNCTION forget_rows() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE gone record;
    BEGIN
      FOR gone IN SELECT table_id, form FROM source_table WHERE submission_id = OLD.submission_id AND typed = 1 LOOP
        IF to_regclass(gone.form || '_row') IS NOT NULL THEN
          EXECUTE format('DELETE FROM %I WHERE unit = $1 AND table_id = $2', gone.form || '_row')
            USING OLD.unit, gone.table_id;
        END IF;
      END LOOP;
      RETURN OLD;
    END $$`,
  `CREATE OR REPLACE TRIGGER forget_rows BEFORE DELETE ON submission FOR EACH ROW EXECUTE FUNCTION forget_rows()`,
];
