/**
 * What changed between two vintages, figure by figure, and why: from the published files alone, so that it can
 * be found for any two that were kept.
 */
import { join } from 'node:path';
import { figureName } from '../figure.js';
import type { RunRecord } from '../publication/run-record.js';
import { type PublishedLine, readPublished } from './read.js';
import type { Vintage } from './vintages.js';

/** A row of evidence that entered, left or moved between the vintages. */
export interface RowDifference {
  readonly what: 'entered' | 'left' | 'moved';
  readonly side: string;
  readonly before: PublishedLine | null;
  readonly after: PublishedLine | null;
}

export interface FigureDifference {
  readonly figure: string;
  readonly label: string;
  readonly before: PublishedLine | null;
  readonly after: PublishedLine | null;
  readonly rows: readonly RowDifference[];
  /** The figure's own definition, or its form, changed. */
  readonly definitionChanged: boolean;
}

export interface Difference {
  readonly from: Vintage;
  readonly to: Vintage;
  readonly submissions: readonly { readonly file: string; readonly what: 'added' | 'removed' | 'replaced' }[];
  readonly settings: readonly string[];
  /** Files of sql/, and forms as `form:<id>`. */
  readonly definitions: readonly string[];
  readonly waivers: { readonly began: readonly string[]; readonly lapsed: readonly string[] };
  /** The program or today's date changed. */
  readonly circumstances: readonly ('version' | 'today')[];
  readonly figures: readonly FigureDifference[];
  readonly findings: Readonly<Record<'new' | 'fixed' | 'open', readonly PublishedLine[]>>;
}

/** Compares two vintages of one publication. */
export function difference(from: Vintage, to: Vintage): Difference {
  const definitions = changedDefinitions(from.run, to.run);
  const table = (vintage: Vintage, name: string) => readPublished(join(vintage.folder, name));
  return {
    from,
    to,
    submissions: changedFiles(from.run.inputs, to.run.inputs),
    settings: changedFiles(from.run.settings, to.run.settings).map(({ file }) => file),
    definitions,
    waivers: {
      began: added(from.run.waivers.map(waiverName), to.run.waivers.map(waiverName)),
      lapsed: added(to.run.waivers.map(waiverName), from.run.waivers.map(waiverName)),
    },
    circumstances: (['version', 'today'] as const).filter((name) => from.run[name] !== to.run[name]),
    figures: changedFigures(from, to, definitions),
    findings: changedFindings(table(from, 'findings.csv'), table(to, 'findings.csv')),
  };
}

function changedFiles(
  before: readonly { file: string; sha256: string }[],
  after: readonly { file: string; sha256: string }[],
): { file: string; what: 'added' | 'removed' | 'replaced' }[] {
  const old = new Map(before.map(({ file, sha256 }) => [file, sha256]));
  const now = new Map(after.map(({ file, sha256 }) => [file, sha256]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((file) => {
    if (old.get(file) === now.get(file)) return [];
    const what = !old.has(file) ? 'added' : !now.has(file) ? 'removed' : 'replaced';
    return [{ file, what } as const];
  });
}

function changedDefinitions(before: RunRecord, after: RunRecord): string[] {
  const files = changedFiles(before.definitions, after.definitions).map(({ file }) => file);
  const ids = new Set([...Object.keys(before.forms), ...Object.keys(after.forms)]);
  const forms = [...ids].sort().filter((id) => before.forms[id] !== after.forms[id]);
  return [...files, ...forms.map((id) => `form:${id}`)];
}

const waiverName = ({ rule, file, sheet, cell, by, until }: RunRecord['waivers'][number]) =>
  [rule, file, sheet, cell, by, until].filter(Boolean).join(' ');

function added(before: readonly string[], after: readonly string[]): string[] {
  return after.filter((name) => !before.includes(name));
}

const compared = ['value', 'previous', 'change', 'status', 'previous_status', 'rows_held_back'] as const;

function changedFigures(from: Vintage, to: Vintage, definitions: readonly string[]): FigureDifference[] {
  const before = new Map(
    readPublished(join(from.folder, 'figures.csv')).map((line) => [figureName(line), line]),
  );
  const after = new Map(
    readPublished(join(to.folder, 'figures.csv')).map((line) => [figureName(line), line]),
  );
  const evidence = new Map<string, RowDifference[]>();
  const rowsOf = (id: string) => {
    const known = evidence.get(id);
    if (known) return known;
    const file = join('evidence', `${id}.csv`);
    const rows = changedRows(readPublished(join(from.folder, file)), readPublished(join(to.folder, file)));
    evidence.set(id, rows);
    return rows;
  };
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name) ?? null, after.get(name) ?? null];
    const line = now ?? old;
    if (!line || (old && now && compared.every((column) => old[column] === now[column]))) return [];
    const id = line.id ?? '';
    const definitionChanged = definitions.includes(`indicators/${id.replace('.', '/')}.sql`);
    const rows = rowsOf(id).filter(({ before: b, after: a }) => (a ?? b)?.group === line.group);
    return [{ figure: name, label: line.label ?? '', before: old, after: now, rows, definitionChanged }];
  });
}

const content = ['side', 'group', 'key', 'text', 'value', 'cell', 'file', 'sheet'];
const pick = (line: PublishedLine, columns: readonly string[]) =>
  JSON.stringify(columns.map((column) => line[column]));

/** Rows on one side only, matched by key, then by place: a row whose cell changed has moved. */
export function changedRows(
  before: readonly PublishedLine[],
  after: readonly PublishedLine[],
): RowDifference[] {
  const [old, now] = withoutCommon(before, after, [...content, 'row']);
  const [oldMoved, nowMoved] = withoutCommon(old, now, ['side', 'group', 'key', 'text', 'value']);
  const rows: RowDifference[] = [];
  let [left, entered] = [oldMoved, nowMoved];
  for (const by of [
    ['side', 'group', 'key'],
    ['side', 'group', 'file', 'sheet', 'row'],
  ]) {
    const places = new Map<string, PublishedLine[]>();
    for (const line of left) places.set(pick(line, by), [...(places.get(pick(line, by)) ?? []), line]);
    const stillEntered: PublishedLine[] = [];
    for (const line of entered) {
      const match = places.get(pick(line, by))?.shift();
      if (match) rows.push({ what: 'moved', side: line.side ?? '', before: match, after: line });
      else stillEntered.push(line);
    }
    left = [...places.values()].flat();
    entered = stillEntered;
  }
  return [
    ...rows,
    ...entered.map((line) => ({
      what: 'entered' as const,
      side: line.side ?? '',
      before: null,
      after: line,
    })),
    ...left.map((line) => ({ what: 'left' as const, side: line.side ?? '', before: line, after: null })),
  ];
}

/** Both lists without the lines that they have in common, as often as they do. */
function withoutCommon(
  before: readonly PublishedLine[],
  after: readonly PublishedLine[],
  columns: readonly string[],
): [PublishedLine[], PublishedLine[]] {
  const counts = new Map<string, number>();
  for (const line of before) counts.set(pick(line, columns), (counts.get(pick(line, columns)) ?? 0) + 1);
  const now = after.filter((line) => {
    const left = counts.get(pick(line, columns)) ?? 0;
    if (left > 0) counts.set(pick(line, columns), left - 1);
    return left === 0;
  });
  const old: PublishedLine[] = [];
  for (const line of [...before].reverse()) {
    const left = counts.get(pick(line, columns)) ?? 0;
    if (left === 0) continue;
    counts.set(pick(line, columns), left - 1);
    old.unshift(line);
  }
  return [old, now];
}

const findingPlace = ['file', 'sheet', 'cell', 'column', 'rule', 'message', 'value'];

function changedFindings(
  before: readonly PublishedLine[],
  after: readonly PublishedLine[],
): Difference['findings'] {
  const [fixed, fresh] = withoutCommon(before, after, findingPlace);
  const isFresh = new Set(fresh);
  return { new: fresh, fixed, open: after.filter((line) => !isFresh.has(line)) };
}
