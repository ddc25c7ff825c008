/** A file as it would be read in a place, before it is put there. */

import { join } from 'node:path';
import type { FindingsData } from '../../audit-page/data.js';
import { describeWhole } from '../../findings/words.js';
import { forms } from '../../forms/index.js';
import type { Period, Unit } from '../../inputs/discover.js';
import { placeFile } from '../../inputs/file-context.js';
import { parsePeriod } from '../../inputs/period.js';
import { columnCells, valueCells } from '../../inputs/write-answers.js';
import { inspectIsolated, suggestIsolated } from '../../read/inspect-isolated.js';
import type { InspectedSheet, Inspection } from '../../read/inspection.js';
import type { Suggestions } from '../../read/suggest.js';
import type { DroppedFile, DroppedSheet, Question, Uploaded } from '../api/files.js';
import type { Desk } from '../desk.js';
import { currentHash } from '../head.js';
import { publishedData, publishedPage } from '../published.js';
import { currentRecord } from '../recorded.js';
import { choicesFor, compare, type PresentFile } from './compare.js';
import { type FileReading, readForComparison } from './reading.js';

interface Looked extends Uploaded {
  readonly path: string;
  readonly sha256: string;
}

/** Findings of a sheet that are sent to the page. */
const mostFindings = 200;
/** Rows without data of a sheet that are sent to the page. */
const mostNotData = 50;
/** Files not published yet that are read to be compared. */
const mostRead = 30;

const toStandardError = (error: Error) => process.stderr.write(`${error.stack ?? error.message}\n`);

/** @param isThere it lies in the period already: it is not compared with itself. */
export async function droppedFile(
  desk: Desk,
  unit: Unit,
  period: Period,
  { path, sha256, ...file }: Looked,
  isThere = false,
): Promise<DroppedFile> {
  const options = desk.options();
  const target = join(options.inputs, unit.unit, period.period, file.name);
  const { context } = await placeFile(target, options);
  const reading = await readForComparison(path, context, toStandardError);
  const inspection = await inspectIsolated(
    path,
    file.name,
    { context, inFolder: true, language: 'zh' },
    toStandardError,
  );
  const findings = inspection.findings.map(({ message }) => message);
  if (reading.refused || inspection.format === null || file.bytes === 0)
    return blocked(file, reading.refused ? [describeWhole(reading.refused, 'zh')] : findings);
  const suggestions = await suggestIsolated(path, context, toStandardError);
  const sheets = inspection.sheets.flatMap((sheet) => shownSheet(sheet, reading));
  const belongs = await belonging(desk, unit, period, reading);
  const published = currentRecord(options.outputs, { unit: unit.unit, period: period.period });
  const known = published
    ? (publishedData(options.outputs, { unit: unit.unit, period: period.period }, 'findings') as FindingsData)
    : [];
  const present = isThere ? [] : await presentFiles(desk, unit, period, reading);
  const compared = compare({ name: file.name, sha256, reading, inspection }, present, known);
  const choices = choicesFor(compared, belongs !== null);
  const isUnknown = sheets.every(({ form }) => form === '');
  return {
    ...file,
    title: titleOf(sheets),
    state: isUnknown ? 'unknown' : 'readable',
    lines: [...(isUnknown ? [unknownWords(inspection)] : []), ...findings],
    sheets,
    questions: questionsOf(suggestions),
    belongs,
    compared,
    choices,
    isProposed: choices[0]?.deed !== 'leave' && !isUnknown,
  };
}

function blocked(file: Uploaded, findings: readonly string[]): DroppedFile {
  return {
    ...file,
    title: '不能放入',
    state: 'blocked',
    lines: file.bytes === 0 ? ['文件是空的（0 字节），多半没有传完，请重新发送。'] : findings,
    sheets: [],
    questions: [],
    belongs: null,
    compared: [],
    choices: [{ deed: 'leave', replaces: [], words: '先不放入' }],
    isProposed: false,
  };
}

function shownSheet(sheet: InspectedSheet, reading: FileReading): DroppedSheet[] {
  const form = forms.find(({ id }) => id === sheet.form);
  if (!form && sheet.data_rows === 0) return [];
  const errors = sheet.findings.filter(({ severity, row }) => severity === 'error' && row !== null);
  const isWhole =
    sheet.missing.length > 0 ||
    sheet.findings.some(({ severity, row }) => severity === 'error' && row === null);
  const rows = new Set(errors.map(({ row }) => row)).size;
  return [
    {
      name: sheet.name,
      form: form?.id ?? '',
      title: form?.title ?? '认不出',
      department: form?.departments[0] ?? '',
      headerRows: sheet.header_rows,
      dataRows: sheet.data_rows,
      sums: sheet.columns.flatMap(({ header, unit, sum }) => (sum && unit ? [{ header, unit, sum }] : [])),
      rowsHeldBack:
        isWhole || reading.contradictions.length > 0 ? sheet.data_rows : Math.min(rows, sheet.data_rows),
      findings: sheet.findings
        .slice(0, mostFindings)
        .map(({ rule, severity, row, cell, message, value }) => ({
          rule,
          severity,
          row,
          cell: cell ?? '',
          message,
          value: value ?? '',
        })),
      missing: sheet.missing,
      columns: sheet.columns.map(({ column, header, unit }) => ({ column, header, unit: unit ?? '' })),
      unknown: sheet.unknown,
      notData: sheet.not_data.slice(0, mostNotData).map(({ row, text }) => ({ row, text })),
    },
  ];
}

function titleOf(sheets: readonly DroppedSheet[]): string {
  const known = [
    ...new Set(sheets.flatMap(({ form, title, department }) => (form ? [`${title}（${department}）`] : []))),
  ];
  return known.join('、') || '认不出';
}

function unknownWords({ sheets }: Inspection): string {
  const near = sheets.find(({ form, missing }) => form !== null && missing.length > 0);
  const title = forms.find(({ id }) => id === near?.form)?.title;
  return title
    ? `认不出这是哪张表。它最像“${title}”，缺“${near?.missing.join('、')}”一栏。`
    : '认不出这是哪张表。请用空白表，或指明各列。';
}

/** The township or period that its sheets name instead; null: none, or nobody knows it here. */
async function belonging(
  desk: Desk,
  unit: Unit,
  period: Period,
  { contradictions }: FileReading,
): Promise<DroppedFile['belongs']> {
  for (const { rule, params } of contradictions) {
    const stated = String(params?.stated ?? '');
    if (rule === 'sheet.other_unit') {
      const { units } = await desk.inputs();
      const other = units.find((one) => one.unit === stated || one.unit.startsWith(stated));
      const same = other?.periods.find(({ date }) => date === period.date);
      const words = `标题写的是“${stated}”，不是${unit.unit}。`;
      return { unit: other?.unit ?? '', period: same?.period ?? '', words };
    }
    const year = /\d{4}/.exec(stated)?.[0] ?? '';
    const other =
      unit.periods.find(({ date }) => date === `${year}${period.date.slice(4)}`) ??
      unit.periods.find(({ date }) => date.startsWith(year));
    const named =
      other?.period ??
      (parsePeriod(`${year}${period.date.slice(4)}`) ? `${year}${period.date.slice(4)}` : '');
    return {
      unit: unit.unit,
      period: named,
      words: `标题写的是${stated}年，这一期是${period.date.slice(0, 4)}年。`,
    };
  }
  return null;
}

/** The files of the period, those of the same forms with their rows. */
async function presentFiles(
  desk: Desk,
  unit: Unit,
  period: Period,
  reading: FileReading,
): Promise<PresentFile[]> {
  const options = desk.options();
  const place = { unit: unit.unit, period: period.period };
  const record = currentRecord(options.outputs, place);
  const lines = record ? publishedPage(options.outputs, place).submissions : [];
  const found: PresentFile[] = [];
  let read = 0;
  for (const own of period.submissions) {
    const sha256 = await currentHash(own.path);
    const known = lines.filter((line) => line.sha256 === sha256).map(({ form }) => form);
    const mayBeAlike = known.length > 0 ? known.some((form) => reading.keys.has(form)) : read++ < mostRead;
    const compared = mayBeAlike
      ? await readForComparison(own.path, (await placeFile(own.path, options)).context, toStandardError)
      : null;
    found.push({ own, sha256, reading: compared });
  }
  return found;
}

/** The lines that would answer what is open, each as a question. */
function questionsOf({ columns, values }: Suggestions): Question[] {
  const formOf = (id: string) => forms.find((form) => form.id === id);
  const headerOf = (form: string, field: string | null) =>
    field === null ? '不用这一栏' : (formOf(form)?.columns[field]?.spec.header ?? field);
  const asked = columns.map((answer): Question => {
    const [form = '', header = '', column = '', unit = ''] = columnCells(answer);
    const isUnit = unit !== '';
    const others = isUnit ? (unitsBeside[unit] ?? []) : [];
    return {
      id: JSON.stringify(['columns.csv', form, header]),
      words: isUnit
        ? `“${header || headerOf(form, column)}”没有写单位，看上去是“${unit}”：`
        : `“${header}”是哪一栏？`,
      options: [unit, ...others].map((of) => ({
        label: isUnit ? of : headerOf(form, answer.field),
        line: { file: 'columns.csv' as const, cells: [form, header, column, of] },
      })),
    };
  });
  const words = values.map((answer): Question => {
    const [form = '', column = '', text = '', value = ''] = valueCells(answer);
    const choices = Object.keys(formOf(form)?.columns[column]?.spec.choices ?? {}).filter(
      (one) => one !== value,
    );
    return {
      id: JSON.stringify(['values.csv', form, column, text]),
      words:
        text === ''
          ? `“${headerOf(form, column)}”没有填，是：`
          : `“${headerOf(form, column)}”写的“${text}”是：`,
      options: [...(value === '' ? [] : [value]), ...choices].map((of) => ({
        label: of,
        line: { file: 'values.csv' as const, cells: [form, column, text, of] },
      })),
    };
  });
  return [...asked, ...words];
}

/** Units that are taken for each other. */
const unitsBeside: Readonly<Record<string, readonly string[]>> = {
  元: ['万元'],
  万元: ['元', '亿元'],
  亿元: ['万元'],
  公里: ['米'],
  米: ['公里'],
  亩: ['平方米', '公顷'],
};
