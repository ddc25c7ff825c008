/** An inspection in words, for the terminal. */
import type { Language } from '../../findings/words.js';
import type { InspectedFinding, InspectedSheet, Inspection } from '../../read/inspection.js';
import type { NotDataKind } from '../../recognise/kinds.js';

const kinds: Readonly<Record<NotDataKind, readonly [zh: string, en: string]>> = {
  title: ['标题', 'title'],
  unit: ['单位或填报说明', 'unit or facts'],
  header: ['表头', 'header'],
  repeated_header: ['重复表头', 'repeated header'],
  column_numbers: ['栏次', 'column numbers'],
  section: ['分组标题', 'section'],
  subtotal: ['小计', 'subtotal'],
  total: ['合计', 'total'],
  nil_return: ['零报告', 'nil return'],
  form_line: ['空白行（只有序号）', 'printed form line'],
  example: ['示例', 'example'],
  note: ['说明', 'note'],
  footer: ['表尾', 'footer'],
};

/** Rows that are no data and findings that are listed before the rest is only counted. */
const MOST_LISTED = 20;

/** The inspection as lines of text. */
export function inspectionText(inspection: Inspection, language: Language): string {
  const zh = language === 'zh';
  const { file, sha256, format, encoding, sheets, findings } = inspection;
  const kind = [format ?? (zh ? '无法读取' : 'unreadable'), encoding]
    .filter((part) => part !== null)
    .join(', ');
  return [
    `${file} (${kind})`,
    `sha256 ${sha256}`,
    ...findingLines(findings, zh),
    ...sheets.flatMap((sheet) => ['', ...sheetLines(sheet, zh)]),
    '',
  ].join('\n');
}

function sheetLines(sheet: InspectedSheet, zh: boolean): readonly string[] {
  const state = sheet.state === 'visible' ? '' : zh ? '（隐藏）' : ' (hidden)';
  const name = zh ? `工作表“${sheet.name}”${state}` : `Sheet "${sheet.name}"${state}`;
  if (sheet.header_rows === null) {
    return [
      `${name}${zh ? '：没有找到表格' : ': no table found'}`,
      ...notDataLines(sheet, zh),
      ...findingLines(sheet.findings, zh),
    ];
  }
  const [first, last] = sheet.header_rows;
  const header = first === last ? `${first}` : `${first}–${last}`;
  const form = sheet.form ?? (zh ? '未知报表' : 'unknown form');
  const span = sheet.data_rows === 0 ? '' : `${sheet.first_data_row}–${sheet.last_data_row}`;
  const rows = zh
    ? `数据 ${sheet.data_rows} 行${span === '' ? '' : `（第${span}行）`}`
    : `${sheet.data_rows} rows of data${span === '' ? '' : ` (${span})`}`;
  return [
    zh
      ? `${name}：${form}，表头第 ${header} 行，${rows}`
      : `${name}: ${form}, header in row ${header}, ${rows}`,
    ...(sheet.missing.length > 0 ? [`  ${zh ? '缺少' : 'missing'}: ${sheet.missing.join('、')}`] : []),
    ...(sheet.unknown.length > 0 ? [`  ${zh ? '未知列' : 'unknown'}: ${sheet.unknown.join('、')}`] : []),
    ...sheet.columns.map(({ column, header, unit, sum }) =>
      [`  ${column}`, header, unit === null ? '' : `[${unit}]`, sum === null ? '' : `Σ ${sum}`]
        .filter((part) => part !== '')
        .join('  '),
    ),
    ...notDataLines(sheet, zh),
    ...findingLines(sheet.findings, zh, sheet.findings_left_out ?? 0),
  ];
}

function notDataLines(sheet: InspectedSheet, zh: boolean): readonly string[] {
  if (sheet.not_data.length === 0) return [];
  const lines = sheet.not_data
    .slice(0, MOST_LISTED)
    .map(
      ({ row, kind, text }) =>
        `    ${row}  ${kinds[kind][zh ? 0 : 1]}  ${[...text.replace(/\s+/g, ' ')].slice(0, 60).join('')}`,
    );
  return [
    zh ? '  不是数据的行：' : '  Rows that are no data:',
    ...lines,
    ...more(sheet.not_data.length - lines.length, zh),
  ];
}

function findingLines(findings: readonly InspectedFinding[], zh: boolean, leftOut = 0): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.slice(0, MOST_LISTED).map(({ severity, cell, row, message }) => {
    const place = cell ?? (row === null ? '' : zh ? `第${row}行` : `row ${row}`);
    const weight = severity === 'error' ? (zh ? '错误' : 'error') : zh ? '提示' : 'warning';
    return `    ${[weight, place, message].filter((part) => part !== '').join('  ')}`;
  });
  return [zh ? '  问题：' : '  Findings:', ...lines, ...more(findings.length + leftOut - lines.length, zh)];
}

const more = (count: number, zh: boolean): readonly string[] =>
  count > 0 ? [zh ? `    ……另有 ${count} 项` : `    … and ${count} more`] : [];
