/** Files to grids of text, by other libraries than the pipeline's. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import XLSX from '@e965/xlsx';
import Papa from 'papaparse';

export interface Grid {
  readonly file: string;
  readonly sheet: string;
  /** Dates as ISO text, numbers as decimals; '' empty. Merged cells carry their value everywhere. */
  readonly rows: readonly (readonly string[])[];
  /** Cells that stand in a number cell, as `row,column`. */
  readonly numbers: ReadonlySet<string>;
}

/** Every sheet of every file below a folder, in the order of their paths. */
export function readFolder(folder: string): Grid[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((n) =>
    /\.(xlsx|csv)$/.test(n),
  );
  return names.sort().flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    return name.endsWith('.csv') ? [csv(name, bytes)] : xlsx(name, bytes);
  });
}

export function readCsv(bytes: Uint8Array): string[][] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
  return Papa.parse<string[]>(text, { delimiter: ',' }).data;
}

const csv = (file: string, bytes: Uint8Array): Grid => ({
  file,
  sheet: '',
  rows: readCsv(bytes),
  numbers: new Set(),
});

function xlsx(file: string, bytes: Uint8Array): Grid[] {
  const workbook = XLSX.read(bytes, { cellNF: true });
  return workbook.SheetNames.map((sheet) => {
    const cells = workbook.Sheets[sheet] ?? {};
    const range = XLSX.utils.decode_range(cells['!ref'] ?? 'A1');
    const numbers = new Set<string>();
    const rows: string[][] = [];
    for (let r = 0; r <= range.e.r; r++) {
      const row: string[] = [];
      for (let c = 0; c <= range.e.c; c++) {
        const cell: XLSX.CellObject | undefined = cells[XLSX.utils.encode_cell({ r, c })];
        if (cell?.t === 'n') numbers.add(`${r},${c}`);
        row.push(cell ? textOf(cell) : '');
      }
      rows.push(row);
    }
    for (const { s, e } of cells['!merges'] ?? []) {
      for (let r = s.r; r <= e.r; r++) {
        for (let c = s.c; c <= e.c; c++) {
          const row = rows[r];
          if (row) row[c] = rows[s.r]?.[s.c] ?? '';
        }
      }
    }
    return { file, sheet, rows, numbers };
  });
}

function textOf(cell: XLSX.CellObject): string {
  if (cell.t !== 'n' || typeof cell.v !== 'number') return String(cell.v ?? '');
  if (XLSX.SSF.is_date(String(cell.z ?? 'General'))) return fromSerial(cell.v);
  return String(Number(cell.v.toPrecision(15)));
}

export const fromSerial = (serial: number) =>
  new Date((serial - 25_569) * 86_400_000).toISOString().slice(0, 10);
