/** Rows that occur twice in a period, keys that contradict each other, files that look like copies. */

import { type Finding, finding as makeFinding } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { address } from '../text/address.js';
import { byPlace, type DuplicateGroup, duplicateGroups, type RowPlace } from './duplicate-groups.js';
import { type Scope, writeFinding } from './findings.js';

/**
 * Holds repeated rows back (DOMAIN B, Duplicates), but for those whose finding is waived.
 * @param out tables that are held back whole and take no part.
 */
export function reconcileDuplicates(
  store: Store,
  scope: Scope,
  form: Form,
  out: readonly number[],
  waivers: Waivers,
): void {
  const alike = duplicateGroups(store, scope, form, out);
  const held: number[] = [];
  const note = findingWriter(store, form, waivers);
  const copies = copiedFiles(store, scope, form, alike.places);
  for (const group of alike.groups()) {
    const copied = copies.pairOf(group);
    const contents = new Set(group.map(({ content }) => content));
    const oneSheet = group.every(
      ({ submission_id, sheet_index }) =>
        submission_id === group[0]?.submission_id && sheet_index === group[0].sheet_index,
    );
    const mayDiffer = oneSheet && form.shape.kind === 'events' && form.number?.namesOne !== true;
    const conflict = contents.size > 1 && !mayDiffer;
    const seen = new Map<string, DuplicateGroup>();
    const [head] = group;
    const unlikeHead = group.find(({ content }) => content !== head?.content);
    for (const row of group) {
      const first = seen.get(row.content);
      const other = conflict ? (row.content === head?.content ? unlikeHead : head) : first;
      if (conflict || first) {
        const rule = conflict ? 'key.conflict' : 'row.duplicate';
        const waived = !copied && other !== undefined && note(row, rule, 'error', other);
        if (!waived) held.push(row.row_id);
      } else if (contents.size > 1 && seen.size > 0) {
        note(row, 'key.repeated', 'warning', [...seen.values()][0] ?? row);
      }
      if (!first) seen.set(row.content, row);
    }
  }
  const hold = store.engine.prepare(`UPDATE ${form.id}_row SET held = 1 WHERE row_id = ?`);
  // As they are in the table: by key, each would be on another page.
  for (const rowId of held.sort((a, b) => a - b)) hold.run(rowId);
  for (const { at, other, keys, dates } of copies.findings) {
    note(at, dates ? 'file.overlap_older' : 'file.overlap', 'error', other, { keys, ...dates });
  }
}

/**
 * Two files most of whose keys are in both look like a copy and its correction: one finding for the pair
 * takes the place of one for each row. It is at the older of the two where both name the day on which they were
 * filled in, else at the second.
 */
function copiedFiles(store: Store, scope: Scope, form: Form, groups: () => Iterable<readonly RowPlace[]>) {
  interface Shared {
    first: RowPlace;
    second: RowPlace;
    keys: number;
  }
  const shared = new Map<string, Shared>();
  const pairOf = (group: readonly RowPlace[]) => {
    const [first, second] = [...new Map(group.map((row) => [row.file, row])).values()];
    return first && second ? { first, second, name: JSON.stringify([first.file, second.file]) } : null;
  };
  const files = filesOf(store, scope, form);
  for (const group of files.size > 1 ? groups() : []) {
    const pair = pairOf(group);
    if (!pair) continue;
    const { first, second } = pair;
    const known = shared.get(pair.name);
    if (!known) shared.set(pair.name, { first, second, keys: 1 });
    else {
      known.keys++;
      // Told by the row that is read first, whatever the order of the keys.
      if (byPlace(first, known.first) < 0) Object.assign(known, { first, second });
    }
  }
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
    pairOf: (group: readonly RowPlace[]) => {
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

/** Writes a finding about a row that occurs twice, and says whether it is waived. */
function findingWriter(store: Store, form: Form, waivers: Waivers) {
  const columns = keyColumns(store);
  return (
    at: RowPlace,
    rule: RuleId,
    severity: 'error' | 'warning',
    other: RowPlace,
    overlap?: Finding['params'],
  ): boolean => {
    const [own, others] = [columns(at.table_id), columns(other.table_id)];
    const field = form.key.find((name) => own.has(name)) ?? '';
    const [place, otherPlace] = [own.get(field), others.get(field)];
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

/** Where a table has its columns, by field; asked once of each. */
function keyColumns(store: Store) {
  interface KeyColumn {
    readonly column_index: number;
    readonly header: string;
  }
  const known = new Map<number, ReadonlyMap<string, KeyColumn>>();
  const asked = store.engine.prepare<[number], KeyColumn & { field: string }>(
    'SELECT field, column_index, header FROM source_column WHERE table_id = ?',
  );
  return (table: number): ReadonlyMap<string, KeyColumn> => {
    const columns =
      known.get(table) ?? new Map(asked.all(table).map(({ field, ...place }) => [field, place]));
    known.set(table, columns);
    return columns;
  };
}
