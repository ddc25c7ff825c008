/** A submitted table of enterprises, as the audit page shows one. */
import type { Reading, SubmittedRow, SubmittedTable } from '../../pipeline/publication/publication.js';
import { evidenceRow } from './publication.js';

export const submittedTable: SubmittedTable = {
  tableId: 7,
  file: '经发办/企业名录.xlsx',
  sha256: 'ab'.repeat(32),
  sheet: '企业名录',
  form: 'enterprises',
  header: [3, 3],
  basis: null,
  firstRow: 1,
  lastRow: 904,
  columns: [
    { fields: ['credit_code'], index: 1, header: '统一社会信用代码', unit: '', personal: false },
    { fields: ['name'], index: 2, header: '企业名称', unit: '', personal: false },
    { fields: ['above_scale'], index: 11, header: '是否规上', unit: '', personal: false },
    { fields: ['contact'], index: 16, header: '联系人', unit: '', personal: true },
  ],
};

/** A title, a header, and 900 rows of which every tenth is held back. */
export function* submittedRows(nameOf = (row: number) => `示例企业${row}`): Generator<SubmittedRow> {
  yield { row: 1, kind: 'title', text: '示例镇2021年企业名录' };
  yield { row: 3, kind: 'header', text: '' };
  for (let row = 4; row < 904; row++) {
    const kind = row % 10 === 0 ? 'held_back' : 'accepted';
    yield { row, kind, cells: [`91370000MA3AAA${row}`, nameOf(row), '是', '张*'] };
  }
  yield { row: 904, kind: 'total', text: '合计 900' };
}

export const readings: ReadonlyMap<string, Reading> = new Map(
  ['enterprises.above_scale.count', 'villages.total.count', 'villages.office_building.count'].map((id) => [
    id,
    {
      file: `${id.replace('.', '/')}.sql`,
      sql: `SELECT row_id FROM enterprises\nWHERE unit = :unit AND period = :period AND 1 < 2`,
      aggregate: 'count',
      form: 'enterprises',
      formTitle: '企业名录',
      field: 'above_scale',
      header: '是否规上',
    },
  ]),
);

/** Evidence of enterprises in the rows of that table. */
export function enterpriseEvidence(side: 'current' | 'previous', rows: readonly number[], key = '企业') {
  return rows.map((row) =>
    evidenceRow(side, '1', {
      key: `${key}${row}`,
      file: submittedTable.file,
      sheet: submittedTable.sheet,
      row,
      cell: `L${row}`,
      text: '是',
    }),
  );
}
