/** Reads a workbook to its cells, with our reader or with exceljs' stream: `node read-with.js ours|exceljs <file>`. */
import { open } from 'node:fs/promises';
import { fileSource } from '../../pipeline/intake/source.js';
import { openXlsx } from '../../pipeline/intake/xlsx/open.js';

const [, , reader, file = ''] = process.argv;
const from = performance.now();
const cells = await (reader === 'ours' ? readOurs() : readExceljs());
// Starting Node is not reading.
process.stdout.write(JSON.stringify({ cells, seconds: (performance.now() - from) / 1000 }));

async function readOurs(): Promise<number> {
  const handle = await open(file);
  const workbook = await openXlsx(await fileSource(handle));
  let read = 0;
  for (const sheet of workbook.sheets) {
    for await (const batch of sheet.rows()) for (const row of batch) read += row.texts.length;
  }
  await handle.close();
  return read;
}

async function readExceljs(): Promise<number> {
  const { default: ExcelJS } = await import('exceljs');
  let read = 0;
  for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(file, {
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    worksheets: 'emit',
  })) {
    for await (const row of sheet) {
      row.eachCell((cell) => {
        if (cell.value !== null) read++;
      });
    }
  }
  return read;
}
