/** A difference between what is published and what its inputs give. */

/** One thing that is not as it was published. */
export type Discrepancy =
  | { readonly what: 'archive_missing' | 'archive_altered'; readonly file: string; readonly sha256: string }
  | { readonly what: 'output_missing' | 'output_altered' | 'output_unknown'; readonly file: string }
  | { readonly what: 'recomputed_differently'; readonly file: string; readonly figures: readonly string[] }
  | {
      readonly what: 'database_row';
      readonly form: string;
      readonly file: string;
      readonly sheet: string;
      readonly row: number;
    }
  | { readonly what: 'history_broken'; readonly number: number }
  /** The run.json of an earlier publication cannot be read. */
  | { readonly what: 'record_damaged'; readonly file: string };
