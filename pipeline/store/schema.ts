/**
 * Kysely's types of the database: the core tables of `sql/schema/001-core.sql`, column by column (a test compares
 * them), and the forms' tables from the forms.
 */

import type { Generated } from 'kysely';
import type { RuleId } from '../findings/rules/index.js';
import type { NameKind } from '../forms/define.js';
import type { FormRows } from '../forms/index.js';

export interface CoreTables {
  core_schema: { definition: string; version: string };
  archived_file: { sha256: string; bytes: number; first_file: string; first_read_at: string };
  submission: {
    submission_id: Generated<number>;
    unit: string;
    period: string;
    file: string;
    sha256: string | null;
    stamp: string;
    reading: string;
    format: string | null;
    encoding: string | null;
    readable: 0 | 1;
    corrects: string | null;
    superseded_by: string | null;
    tables: Generated<number>;
  };
  source_table: {
    table_id: Generated<number>;
    submission_id: number;
    sheet: string;
    sheet_index: number;
    ordinal: number;
    hidden: 0 | 1;
    form: string | null;
    header_first: number | null;
    header_last: number | null;
    typed: 0 | 1;
    held_by_reading: 0 | 1;
    held: 0 | 1;
    rows_data: number;
    rows_not_data: number;
    rows_held_by_reading: number;
    rows_held_back: number;
    content: string | null;
    keys_alone: Generated<0 | 1>;
    digest: Generated<string>;
    nil_return: string | null;
    reporting_unit: string | null;
    reported_on: string | null;
    reported_by: string | null;
    reviewed_by: string | null;
    span_from: string | null;
    span_to: string | null;
    lacks: string | null;
    superseded_by: string | null;
  };
  source_column: {
    table_id: number;
    field: string;
    column_index: number;
    header: string;
    unit: string | null;
    unit_from: string;
  };
  setting_use: { table_id: number; setting: string; line: string; rows: number };
  name_alias: {
    unit: string;
    kind: NameKind;
    name: string;
    canonical: string;
    valid_from: string | null;
    valid_until: string | null;
  };
  not_data: { table_id: number; row: number; kind: string; text: string };
  stated_total: {
    table_id: number;
    row: number;
    column_index: number;
    header: string;
    stated: string;
    sum: string;
    agrees: 0 | 1;
  };
  finding: {
    finding_id: Generated<number>;
    submission_id: number;
    table_id: number | null;
    origin: 'read' | 'period';
    rule: RuleId;
    severity: 'error' | 'warning';
    sheet: string | null;
    row: number | null;
    column_index: number | null;
    header: string | null;
    value: string | null;
    personal: 'name' | 'identity' | 'phone' | null;
    params: string;
  };
  reconciled: {
    unit: string;
    period: string;
    form: string;
    fingerprint: string;
    names_fingerprint: string | null;
  };
  form_table: { form: string; shape: 'roster' | 'events'; definition: string };
  evaluation: {
    evaluation_id: Generated<number>;
    unit: string;
    as_of: string;
    indicator: string;
    side: 'current' | 'previous';
    period: string | null;
    fingerprint: string;
    totals: Generated<string>;
  };
  evidence: { evaluation_id: number; row_id: number; grp: string; value: number; value_unit: string | null };
  evidence_source: { evaluation_id: number; table_id: number; content: string };
  evidence_total: {
    evaluation_id: number;
    table_id: number;
    grp: string;
    rows: number;
    value: number;
    least: number;
    most: number;
    first_unit: string | null;
    last_unit: string | null;
  };
  check_run: {
    check_run_id: Generated<number>;
    unit: string;
    as_of: string;
    check_id: string;
    side: 'current' | 'previous';
    fingerprint: string;
  };
  violation: {
    check_run_id: number;
    place: number;
    file: string;
    sheet: string | null;
    row: number | null;
    column_index: number | null;
    header: string | null;
    value: string | null;
    message: string;
    severity: 'error' | 'warning';
    form: string | null;
    personal: 'name' | 'identity' | 'phone' | null;
  };
  figure: {
    unit: string;
    period: string;
    as_of: string;
    id: string;
    grp: string;
    form: string | null;
    kind: string;
    label: string;
    unit_name: string;
    value: string | null;
    previous: string | null;
    change: string | null;
    change_pct: string | null;
    jump: string | null;
    published: string | null;
    place: number;
  };
  publication: {
    publication_id: Generated<number>;
    unit: string;
    folder: string;
    period: string;
    as_of: string;
    published_at: string;
    basis: string;
    run_json: string;
  };
  published_segments: { unit: string; folder: string; path: string; sha256: string; segments: string };
}

/** What every form's view carries beside the form's own columns. */
export interface RowOrigin {
  row_id: number;
  table_id: number;
  unit: string;
  period: string;
  file: string;
  sheet: string;
  sheet_index: number;
  row: number;
  key: string | null;
  /** The row that it repeats in another village's list, and that counts in its place; null: none. */
  same_as: number | null;
  /** JSON list of the cells as submitted, by the form's columns. */
  texts: string;
}

/** Views of accepted rows, one per form, with the row type that the form declares. */
export type FormViews = { [F in keyof FormRows]: RowOrigin & FormRows[F] };

export type Database = CoreTables & FormViews;
