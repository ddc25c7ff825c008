/** A sheet as a spreadsheet program writes it: shared strings, styles, dates as numbers. */
import { strToU8, zipSync } from 'fflate';

/** Text, a number as it is written, or a day as a number. */
export type Cell = string | { readonly number: string } | { readonly day: number };

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const types = 'http://schemas.openxmlformats.org/package/2006';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const firstSheet = 'xl/worksheets/sheet1.xml';

/** The package's bytes; texts hold nothing that XML would escape. */
export function xlsx(rows: Iterable<readonly Cell[]>): Uint8Array {
  const strings = new Map<string, number>();
  const lines: Uint8Array[] = [];
  let number = 0;
  let pending = `<worksheet xmlns="${main}"><sheetData>`;
  for (const cells of rows) {
    number++;
    pending += `<row r="${number}" spans="1:${cells.length}" ht="18" customHeight="1">`;
    cells.forEach((cell, column) => {
      pending += written(cell, `${String.fromCharCode(65 + column)}${number}`, strings);
    });
    pending += '</row>';
    if (pending.length > 1 << 20) {
      lines.push(strToU8(pending));
      pending = '';
    }
  }
  lines.push(strToU8(`${pending}</sheetData></worksheet>`));
  const shared = [...strings.keys()].map((text) => `<si><t>${text}</t></si>`).join('');
  return zipSync(
    {
      '[Content_Types].xml': strToU8(
        `<Types xmlns="${types}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${[
          ['/xl/workbook.xml', 'sheet.main+xml'],
          [`/${firstSheet}`, 'worksheet+xml'],
          ['/xl/styles.xml', 'styles+xml'],
          ['/xl/sharedStrings.xml', 'sharedStrings+xml'],
        ]
          .map(([part, type]) => `<Override PartName="${part}" ContentType="${sheetType}.${type}"/>`)
          .join('')}</Types>`,
      ),
      '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
      'xl/workbook.xml': strToU8(
        `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': relationships([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
      'xl/styles.xml': strToU8(
        `<styleSheet xmlns="${main}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
      ),
      'xl/sharedStrings.xml': strToU8(`<sst xmlns="${main}">${shared}</sst>`),
      [firstSheet]: new Uint8Array(Buffer.concat(lines)),
    },
    // Given by its parts, since a package stores local time.
    { mtime: new Date(2021, 0, 1) },
  );
}

function written(cell: Cell, at: string, strings: Map<string, number>): string {
  if (typeof cell === 'object') {
    return 'day' in cell
      ? `<c r="${at}" s="2"><v>${cell.day}</v></c>`
      : `<c r="${at}" s="1"><v>${cell.number}</v></c>`;
  }
  let index = strings.get(cell);
  if (index === undefined) {
    index = strings.size;
    strings.set(cell, index);
  }
  return `<c r="${at}" s="1" t="s"><v>${index}</v></c>`;
}

function relationships(list: readonly (readonly [type: string, target: string])[]): Uint8Array {
  const lines = list.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return strToU8(`<Relationships xmlns="${types}/relationships">${lines.join('')}</Relationships>`);
}
