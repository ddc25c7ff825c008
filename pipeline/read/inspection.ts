/** How one file would be read, known form or not, before anything is published (DESIGN, `inspect --json`). */
import { type Finding, finding } from '../findings/finding.js';
import { maskText, maskValue } from '../findings/mask.js';
import type { RuleId } from '../findings/rules/index.js';
import { describe, type Language } from '../findings/words.js';
import type { Form } from '../forms/define.js';
import { Unreadable } from '../intake/unreadable.js';
import type { SourceSheet, Workbook } from '../intake/workbook.js';
import { normaliser } from '../normalise/index.js';
import type { Context, Normaliser } from '../normalise/row.js';
import { contradictions } from '../recognise/index.js';
import type { NotDataKind, UnitFrom } from '../recognise/kinds.js';
import type { Table, TableEnd } from '../recognise/table.js';
import { address, columnName } from '../text/address.js';
import { type SurveyedPiece, surveyed } from './surveyed.js';

export interface InspectedFinding {
  readonly rule: RuleId;
  readonly severity: 'error' | 'warning';
  readonly row: number | null;
  /** Letters. */
  readonly column: string | null;
  readonly cell: string | null;
  readonly message: string;
  readonly value: string | null;
}

export interface InspectedColumn {
  /** Letters. */
  readonly column: string;
  readonly header: string;
  readonly unit: string | null;
  /** Where the unit was read; '' where the column has none. */
  readonly unit_from: UnitFrom;
  /** Exact decimal sum of the cells of data rows that are plain numbers; null where there is none. */
  readonly sum: string | null;
}

/** A sheet, or one of the tables of a sheet. */
export interface InspectedSheet {
  readonly name: string;
  readonly state: SourceSheet['state'];
  readonly header_rows: readonly [number, number] | null;
  readonly first_data_row: number | null;
  readonly last_data_row: number | null;
  readonly data_rows: number;
  readonly not_data: readonly { readonly row: number; readonly kind: NotDataKind; readonly text: string }[];
  readonly columns: readonly InspectedColumn[];
  /** Id of the form that it is or lacks columns of; null: unknown or ambiguous. */
  readonly form: string | null;
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
  readonly findings: readonly InspectedFinding[];
  /** Only where there were more findings than are listed. */
  readonly findings_left_out?: number;
}

export interface Inspection {
  readonly file: string;
  readonly sha256: string;
  /** null where the file cannot be read. */
  readonly format: Workbook['format'] | null;
  readonly encoding: string | null;
  readonly sheets: readonly InspectedSheet[];
  /** What concerns the whole file. */
  readonly findings: readonly InspectedFinding[];
}

export interface InspectOptions {
  readonly forms: readonly Form[];
  readonly context: Context;
  /** Whether the context is that of the file's folder, which the file may contradict. */
  readonly inFolder: boolean;
  readonly language: Language;
}

/** More of a sheet's findings are counted, not listed. */
const MOST_FINDINGS = 20_000;

/** What a file is called in the result, and the hash of its bytes. */
export interface InspectedFile {
  readonly file: string;
  readonly sha256: string;
}

/**
 * How an open workbook would be read. Personal data is masked.
 * @param onContradiction gets what contradicts the context, wherever the file lies.
 */
export async function inspectOpened(
  workbook: Workbook,
  { file, sha256 }: InspectedFile,
  options: InspectOptions,
  onContradiction: (found: Finding) => void = () => {},
): Promise<Inspection> {
  const { format, encoding } = workbook;
  const findings: Finding[] = [];
  let sheets: readonly InspectedSheet[] = [];
  try {
    sheets = await inspectWorkbook(workbook, options, onContradiction);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    findings.push(error.finding);
  }
  if (findings.length === 0 && sheets.every(isBlank)) findings.push(finding('file.not_filled_in', 'error'));
  // Some are only noticed while the rows are read.
  findings.unshift(...workbook.findings);
  return {
    file: maskText(file),
    sha256,
    format,
    encoding,
    sheets,
    findings: findings.map((f) => inspectedFinding(f, options.language)),
  };
}

/** The inspection of a file that cannot be read. */
export function inspectRefused(
  { file, sha256 }: InspectedFile,
  why: Finding,
  language: Language,
): Inspection {
  const findings = [inspectedFinding(why, language)];
  return { file: maskText(file), sha256, format: null, encoding: null, sheets: [], findings };
}

/** Whether a sheet holds not one filled cell. */
function isBlank({ columns, not_data, findings }: InspectedSheet): boolean {
  return columns.length + not_data.length + findings.length === 0;
}

/** The tables of a workbook's sheets, in reading order; a sheet without a table has an entry of its own. */
async function inspectWorkbook(
  workbook: Workbook,
  options: InspectOptions,
  onContradiction: (found: Finding) => void,
): Promise<readonly InspectedSheet[]> {
  const sheets: InspectedSheet[] = [];
  for (const sheet of workbook.sheets) sheets.push(...(await inspectSheet(sheet, options, onContradiction)));
  return sheets;
}

interface Entry {
  readonly table: Table | null;
  readonly normaliser: Normaliser | null;
  readonly notData: { row: number; kind: NotDataKind; text: string }[];
  readonly findings: Finding[];
  leftOut: number;
  end: TableEnd | null;
}

async function inspectSheet(
  sheet: SourceSheet,
  options: InspectOptions,
  onContradiction: (found: Finding) => void,
): Promise<readonly InspectedSheet[]> {
  const { forms, context, inFolder, language } = options;
  const withoutTable = entryOf(null, null);
  const entries = new Map<Table, Entry>();
  for await (const piece of surveyed(sheet, forms, context)) {
    const table = tableOf(piece);
    let entry = table ? entries.get(table) : withoutTable;
    if (table && !entry) {
      const survey = piece.is === 'table' ? piece.survey : null;
      entry = entryOf(table, survey && normaliser(table, context, survey));
      entries.set(table, entry);
    }
    if (entry) addPiece(entry, piece);
    if (entry && piece.is === 'end' && piece.table.form) {
      const found = contradictions(piece.end.facts, piece.table, context);
      found.forEach(onContradiction);
      if (inFolder) addFindings(entry, found);
    }
  }
  const made = [...entries.values()];
  const rest = withoutTable.notData.length + withoutTable.findings.length > 0 || made.length === 0;
  return (rest ? [withoutTable, ...made] : made).map((entry) => inspectedSheet(sheet, entry, language));
}

const tableOf = (piece: SurveyedPiece): Table | null => (piece.is === 'unknown' ? null : piece.table);

function entryOf(table: Table | null, normalising: Normaliser | null): Entry {
  return {
    table,
    normaliser: normalising,
    notData: [],
    findings: [],
    leftOut: 0,
    end: null,
  };
}

function addPiece(entry: Entry, piece: SurveyedPiece): void {
  if (piece.is === 'not_data') {
    for (const { row, kind, text } of piece.rows) entry.notData.push({ row, kind, text: maskText(text) });
  }
  if (piece.is === 'finding') addFindings(entry, [piece.finding]);
  if (piece.is === 'data') {
    for (const row of piece.rows) addFindings(entry, entry.normaliser?.push(row).findings ?? []);
  }
  if (piece.is === 'end') {
    entry.end = piece.end;
    addFindings(entry, entry.normaliser?.finish() ?? []);
  }
}

function addFindings(entry: Entry, findings: readonly Finding[]): void {
  for (const found of findings) {
    if (entry.findings.length < MOST_FINDINGS) entry.findings.push(found);
    else entry.leftOut++;
  }
}

function inspectedSheet(sheet: SourceSheet, entry: Entry, language: Language): InspectedSheet {
  const { table, end } = entry;
  const listed = new Set<number>();
  const units = entry.normaliser?.units();
  const columns = (table?.columns ?? []).flatMap(
    ({ column, header, field, unit, unitFrom }, i): InspectedColumn[] => {
      if (listed.has(column)) return [];
      listed.add(column);
      const known = (field === null ? undefined : units?.get(field)) ?? { unit, from: unitFrom };
      const sum = shownSum(end?.sums[i] ?? null, table, field);
      return [
        {
          column: columnName(column),
          header: maskText(header),
          unit: known.unit,
          unit_from: known.from,
          sum,
        },
      ];
    },
  );
  const unknown = table?.form ? table.columns.filter((c) => c.role === 'unknown' && c.header !== '') : [];
  return {
    name: maskText(sheet.name),
    state: sheet.state,
    header_rows: table?.headerRows ?? null,
    first_data_row: end?.firstDataRow ?? null,
    last_data_row: end?.lastDataRow ?? null,
    data_rows: end?.dataRows ?? 0,
    not_data: entry.notData.sort((a, b) => a.row - b.row),
    columns,
    form: table?.form?.id ?? null,
    missing: table ? [...table.missing, ...table.absent] : [],
    unknown: unknown.map((c) => maskText(c.header)),
    findings: entry.findings.map((found) => inspectedFinding(found, language)),
    ...(entry.leftOut > 0 ? { findings_left_out: entry.leftOut } : {}),
  };
}

/** No amount has more digits: a longer sum is of codes or of numbers of persons. */
const mostDigits = 15;

/** A sum of one cell is that cell: masked, unless it is an amount. */
function shownSum(sum: string | null, table: Table | null, field: string | null): string | null {
  const isAmount = table?.form?.columns[field ?? '']?.spec.kind === 'measure';
  if (sum === null || isAmount) return sum;
  return sum.replace(/\D/g, '').length > mostDigits ? null : maskText(sum);
}

function inspectedFinding(found: Finding, language: Language): InspectedFinding {
  const { rule, severity, row, column, value, personal } = found;
  return {
    rule,
    severity,
    row,
    column: column === null ? null : columnName(column),
    cell: row === null || column === null ? null : address(row, column),
    message: describe(found, language).message,
    value: value === null ? null : personal ? maskValue(value, personal) : maskText(value),
  };
}
