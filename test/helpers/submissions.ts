/** Small submissions written in the test itself, rendered to real files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Cells = readonly (readonly (string | number)[])[];

/** Writes files below a folder: tables as UTF-8 CSV, text as it is. */
export function writeFiles(folder: string, files: Readonly<Record<string, Cells | string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : csv(content));
  }
}

export function csv(rows: Cells): string {
  const cell = (value: string | number) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
