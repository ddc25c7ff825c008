/** Held-back rows and what is wrong with them, file by file, as they are published. */
import { basename } from 'node:path';
import type { FindingsData, PageData, PageFinding, PageTable, SheetChunk } from '../audit-page/data.js';
import { correctionNames } from '../corrections/names.js';
import { figureName } from '../figure.js';
import { forms } from '../forms/index.js';
import { columnName } from '../text/address.js';
import { groupBy } from '../text/group.js';
import type { HeldFile, HeldPlace, SheetRows } from './api/held.js';
import type { Place } from './api/place.js';
import { publishedData, publishedPage } from './published.js';
import { Refused } from './refused.js';

/** Places of a file that are listed. */
const mostPlaces = 2000;
/** Rows of a sheet that are shown at once. */
const mostAround = 200;

export function heldFiles(outputs: string, place: Place, signed: string): HeldFile[] {
  const page = publishedPage(outputs, place);
  const findings = publishedData(outputs, place, 'findings') as FindingsData;
  const isOpen = ({ severity, waivedBy, file }: PageFinding) =>
    severity === 'error' && waivedBy === '' && file.startsWith(`${place.period}/`);
  const byFile = groupBy(findings.filter(isOpen), ({ file }) => file);
  const below = (file: string) => file.slice(place.period.length + 1);
  const own = page.submissions.filter(({ file, period }) => file !== '' && period === place.period);
  const names = correctionNames([...new Set(own.map(({ file }) => below(file)))]);
  return [...byFile].map(([file, errors]): HeldFile => {
    const lines = own.filter((line) => line.file === file);
    const form = lines.find((line) => line.form !== '');
    const isReadable = lines.some(({ status }) => status !== 'unreadable' && status !== 'deferred');
    const department = form?.department ?? '';
    return {
      file,
      department,
      title: form?.formTitle ?? '认不出',
      rowsHeldBack: lines.reduce((sum, { rowsHeldBack }) => sum + rowsHeldBack, 0),
      correction: isReadable ? (names.get(below(file)) ?? '') : '',
      message: messageTo(department, file, errors, signed),
      figures: waitingFigures(page, new Set(lines.map((line) => line.form))),
      places: errors.slice(0, mostPlaces).map((found) => heldPlace(found, page.tables)),
      leftOut: Math.max(0, errors.length - mostPlaces),
    };
  });
}

function heldPlace(found: PageFinding, tables: readonly PageTable[]): HeldPlace {
  const { rule, file, sheet, cell, value, severity, row, message } = found;
  const table = row === null ? -1 : tableOf(tables, file, sheet, row);
  return {
    rule,
    file,
    sheet,
    cell,
    text: value,
    severity,
    row,
    table,
    problem: message,
    advice: '',
    whyNot: '',
  };
}

function tableOf(tables: readonly PageTable[], file: string, sheet: string, row: number): number {
  return tables.findLastIndex(
    (table) => table.file === file && table.sheet === sheet && (table.chunks[0] ?? Infinity) <= row,
  );
}

function waitingFigures({ figures, readings }: PageData, of: ReadonlySet<string>) {
  return figures
    .filter(
      ({ id, rowsHeldBack, status }) =>
        (rowsHeldBack > 0 || status === 'P' || status === 'O') && of.has(readings[id]?.form ?? ''),
    )
    .map((figure) => ({
      name: figureName(figure),
      label: figure.group ? `${figure.label}（${figure.group}）` : figure.label,
    }));
}

/** What is sent to the department with the correction. @param signed the township's name. */
function messageTo(department: string, file: string, errors: readonly PageFinding[], signed: string): string {
  const places = errors.slice(0, 30).map(({ sheet, cell, row, message }, at) => {
    const place = [sheet, cell || (row === null ? '' : `第${row}行`)].filter(Boolean).join(' ');
    return `${at + 1}. ${place === '' ? '' : `${place}：`}${message}`;
  });
  const rest = errors.length > places.length ? [`…另有 ${errors.length - places.length} 处，见更正表。`] : [];
  return [
    `${department || '报送部门'}：报来的“${basename(file)}”有 ${errors.length} 处要改。请在更正表标红的格里改好，原样发回，不用改文件名。`,
    ...places,
    ...rest,
    `${signed}统计站`,
  ].join('\n');
}

/** Rows of a published table around one of them. @throws Refused where the sheet is not shown. */
export function sheetRows(
  outputs: string,
  place: Place,
  number: number,
  row: number,
  around = 12,
): SheetRows {
  const { tables } = publishedPage(outputs, place);
  const table = tables[number];
  if (!table || table.chunks.length === 0)
    throw new Refused('wrong', '这张表行数太多，页面上看不到，请打开更正表或原表。');
  const reach = Math.min(Math.max(1, around), mostAround);
  const [from, to] = [row - reach, row + reach];
  const chunks = table.chunks.flatMap((first, at) => {
    const next = table.chunks[at + 1] ?? Infinity;
    return first <= to && next > from
      ? [publishedData(outputs, place, `sheets/${number}-${at}`) as SheetChunk]
      : [];
  });
  const rows = chunks.flatMap((chunk) => chunk.rows).filter((own) => own.row >= from && own.row <= to);
  const findings = publishedData(outputs, place, 'findings') as FindingsData;
  const title = (fields: readonly string[]) =>
    fields
      .map((field) => forms.find(({ id }) => id === table.form)?.columns[field]?.spec.header ?? field)
      .join('、');
  return {
    file: table.file,
    sheet: table.sheet,
    columns: table.columns.map(({ index, header, fields }) => ({
      letter: columnName(index),
      header: header || title(fields),
    })),
    rows: rows.map((own) => ({
      row: own.row,
      kind: own.kind,
      cells: 'cells' in own ? own.cells : [own.text],
    })),
    marked: findings
      .filter(
        (own) =>
          own.file === table.file &&
          own.sheet === table.sheet &&
          own.waivedBy === '' &&
          own.row !== null &&
          own.row >= from &&
          own.row <= to,
      )
      .map(({ cell, message }) => ({ cell, message })),
  };
}
