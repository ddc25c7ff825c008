/** Rows that stand twice in a period, keys that contradict each other, files that look like copies. */
import { type Finding, finding as makeFinding } from '../findings/finding.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import { address } from '../intake/workbook.js';
import { compareText } from '../text/fold.js';
import type { Store } from './database.js';
import { type Scope, writeFinding } from './period-findings.js';

/** A row that shares its key, or all its content, with another. */
interface Candidate {
  readonly row_id: number;
  readonly table_id: number;
  readonly submission_id: number;
  readonly file: string;
  readonly sheet: string;
  readonly sheet_index: number;
  readonly row: number;
  readonly key: string | null;
  /** The typed content, and the text where there is none: what makes two rows the same. */
  readonly content: string;
}

/**
 * Holds repeated rows back (DOMAIN B, Duplicates), but for those whose finding is waived.
 * @param out tables that are held back whole and take no part.
 */
export function settleRepeats(
  store: Store,
  scope: Scope,
  form: Form,
  out: readonly number[],
  waivers: Waivers,
): void {
  const hold = store.engine.prepare(`UPDATE ${form.id}_row SET held = 1 WHERE row_id = ?`);
  const note = findingWriter(store);
  const groups = [...sameKey(store, scope, form, out), ...sameContent(store, scope, form, out)];
  const copies = copiedFiles(store, scope, form, groups);
  for (const group of groups) {
    const copied = copies.pairOf(group);
    const contents = new Set(group.map(({ content }) => content));
    const oneSheet = group.every(
      ({ submission_id, sheet_index }) =>
        submission_id === group[0]?.submission_id && sheet_index === group[0].sheet_index,
    );
    const conflict = contents.size > 1 && !(oneSheet && form.shape.kind === 'events');
    const seen = new Map<string, Candidate>();
    for (const row of group) {
      const first = seen.get(row.content);
      const other = conflict ? (group.find(({ content }) => content !== row.content) ?? row) : first;
      if (conflict || first) {
        const rule = conflict ? 'key.conflict' : 'row.duplicate';
        const waived = !copied && other !== undefined && note(row, form, rule, 'error', other, waivers);
        if (!waived) hold.run(row.row_id);
      } else if (contents.size > 1 && seen.size > 0) {
        note(row, form, 'key.repeated', 'warning', [...seen.values()][0] ?? row, waivers);
      }
      if (!first) seen.set(row.content, row);
    }
  }
  for (const { at, other, keys, dates } of copies.findings) {
    note(at, form, dates ? 'file.overlap_older' : 'file.overlap', 'error', other, waivers, {
      keys,
      ...dates,
    });
  }
}

/** Groups of rows with the same key, each in reading order. */
function sameKey(store: Store, scope: Scope, form: Form, out: readonly number[]): Candidate[][] {
  if (keysDiffer(store, scope, form, out)) return [];
  const counted = out.length > 0 ? `AND r.table_id NOT IN (${out.join(', ')})` : '';
  const where = `r.unit = :unit AND r.period = :period AND r.key IS NOT NULL ${counted}`;
  const repeated = store.engine
    .prepare<[object], { key: string }>(
      `SELECT r.key FROM ${form.id}_row r WHERE ${where} GROUP BY r.key HAVING count(*) > 1`,
    )
    .all(scope)
    .map(({ key }) => key);
  if (repeated.length === 0) return [];
  const rows = candidates(store, form, `${where} AND r.key IN (SELECT value FROM json_each(:keys))`, {
    ...scope,
    keys: JSON.stringify(repeated),
  });
  return grouped(rows, ({ key }) => key ?? '');
}

/** Whether no key stands twice, as the reading has told: of one table, for those of several were not compared. */
function keysDiffer(store: Store, scope: Scope, form: Form, out: readonly number[]): boolean {
  const tables = store.engine
    .prepare<[object], { table_id: number; keys_differ: 0 | 1 }>(
      `SELECT t.table_id, t.keys_differ FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND t.rows_data > 0`,
    )
    .all({ ...scope, form: form.id })
    .filter(({ table_id }) => !out.includes(table_id));
  return tables.length === 0 || (tables.length === 1 && tables[0]?.keys_differ === 1);
}

/** Groups of rows without a key that are the same in every column. */
function sameContent(store: Store, scope: Scope, form: Form, out: readonly number[]): Candidate[][] {
  const counted = out.length > 0 ? `AND r.table_id NOT IN (${out.join(', ')})` : '';
  const rows = candidates(
    store,
    form,
    `r.unit = :unit AND r.period = :period AND r.key IS NULL AND r.held_by_reading = 0 ${counted}`,
    scope,
  );
  return grouped(rows, ({ content }) => content);
}

function candidates(store: Store, form: Form, where: string, scope: object): Candidate[] {
  const names = Object.keys(form.columns);
  const found = store.engine
    .prepare<[object], Record<string, unknown> & Omit<Candidate, 'content'> & { texts: string }>(
      `SELECT r.row_id, r.table_id, t.submission_id, s.file, t.sheet, t.sheet_index, r.row, r.key, r.texts,
        ${names.map((name) => `r.${name} AS v_${name}`).join(', ')}
        FROM ${form.id}_row r JOIN source_table t ON t.table_id = r.table_id
        JOIN submission s ON s.submission_id = t.submission_id WHERE ${where}`,
    )
    .all(scope);
  return found
    .map((row) => {
      const texts: unknown[] = JSON.parse(row.texts);
      const content = JSON.stringify(names.map((name, i) => row[`v_${name}`] ?? [texts[i] ?? '']));
      const { row_id, table_id, submission_id, file, sheet, sheet_index, key } = row;
      return { row_id, table_id, submission_id, file, sheet, sheet_index, row: row.row, key, content };
    })
    .sort((a, b) => compareText(a.file, b.file) || a.sheet_index - b.sheet_index || a.row - b.row);
}

function grouped(rows: readonly Candidate[], by: (row: Candidate) => string): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/**
 * Two files most of whose keys stand in both look like a copy and its correction: one finding for the pair
 * takes the place of one for each row. It stands at the older of the two where both name the day on which they were
 * filled in, else at the second.
 */
function copiedFiles(store: Store, scope: Scope, form: Form, groups: readonly (readonly Candidate[])[]) {
  const shared = new Map<string, { first: Candidate; second: Candidate; keys: number }>();
  const pairOf = (group: readonly Candidate[]) => {
    const [first, second] = [...new Map(group.map((row) => [row.file, row])).values()];
    return first && second ? { first, second, name: JSON.stringify([first.file, second.file]) } : null;
  };
  for (const group of groups) {
    const pair = pairOf(group);
    if (!pair) continue;
    const known = shared.get(pair.name);
    if (known) known.keys++;
    else shared.set(pair.name, { first: pair.first, second: pair.second, keys: 1 });
  }
  const files = shared.size > 0 ? filesOf(store, scope, form) : new Map<string, SubmittedFile>();
  const copies = new Map(
    [...shared].filter(([, { first, second, keys }]) => {
      const smaller = Math.min(files.get(first.file)?.rows ?? 0, files.get(second.file)?.rows ?? 0);
      return keys >= 3 && keys * 2 > smaller;
    }),
  );
  return {
    findings: [...copies.values()].map(({ first, second, keys }) => {
      const [one, two] = [files.get(first.file)?.reported_on, files.get(second.file)?.reported_on];
      if (!one || !two || one === two) return { at: second, other: first, keys, dates: null };
      const [at, other] = one < two ? [first, second] : [second, first];
      const [reported_on, other_reported_on] = [one, two].sort();
      return {
        at,
        other,
        keys,
        dates: { reported_on: reported_on ?? '', other_reported_on: other_reported_on ?? '' },
      };
    }),
    pairOf: (group: readonly Candidate[]) => {
      const pair = pairOf(group);
      return pair !== null && copies.has(pair.name);
    },
  };
}

interface SubmittedFile {
  readonly rows: number;
  /** The day on which it was filled in, by its latest table. */
  readonly reported_on: string | null;
}

/** The period's files of a form, with all their rows of data. */
function filesOf(store: Store, scope: Scope, form: Form): Map<string, SubmittedFile> {
  const found = store.engine
    .prepare<[object], SubmittedFile & { file: string }>(
      `SELECT s.file, sum(t.rows_data) AS rows, max(t.reported_on) AS reported_on FROM source_table t
        JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form GROUP BY s.file`,
    )
    .all({ ...scope, form: form.id });
  return new Map(found.map((file) => [file.file, file]));
}

/** Writes a finding about a row that stands twice, and says whether it is waived. */
function findingWriter(store: Store) {
  const column = store.engine.prepare<[number, string], { column_index: number; header: string }>(
    'SELECT column_index, header FROM source_column WHERE table_id = ? AND field = ?',
  );
  return (
    at: Candidate,
    form: Form,
    rule: string,
    severity: 'error' | 'warning',
    other: Candidate,
    waivers: Waivers,
    overlap?: Finding['params'],
  ): boolean => {
    const field = form.key.find((name) => column.get(at.table_id, name) !== undefined);
    const place = field === undefined ? undefined : column.get(at.table_id, field);
    const otherPlace = field === undefined ? undefined : column.get(other.table_id, field);
    const wholeFile = overlap !== undefined;
    const found = makeFinding(
      rule,
      severity,
      {
        sheet: at.sheet,
        row: wholeFile ? null : at.row,
        column: wholeFile ? null : (place?.column_index ?? null),
        header: wholeFile ? null : (place?.header ?? null),
      },
      {
        other_file: other.file,
        other_sheet: other.sheet,
        other_cell: otherPlace ? address(other.row, otherPlace.column_index) : `第${other.row}行`,
        ...overlap,
      },
    );
    writeFinding(store, at.submission_id, at.table_id, found);
    return waivers({ ...found, file: at.file }) !== null;
  };
}
