/** Binary workbooks (BIFF8) put together record by record, with the fonts and formats that no writer at hand makes. */
import { CFB } from '@e965/xlsx';

const u16 = (...values: number[]) =>
  Buffer.concat(values.map((value) => Buffer.from([value & 0xff, value >> 8])));
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const record = (type: number, ...data: Buffer[]) => {
  const content = Buffer.concat(data);
  return Buffer.concat([u16(type, content.length), content]);
};
const wide = (text: string) => Buffer.from(text, 'utf16le');
const double = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};

export interface BiffFont {
  readonly struck?: boolean;
  readonly raised?: boolean;
}

export interface BiffRun {
  /** Where it begins in the text. */
  readonly at: number;
  readonly font: number;
}

export interface BiffCell {
  readonly value: number | string | { readonly text: string; readonly runs: readonly BiffRun[] };
  /** Number of the style. */
  readonly style?: number;
  /** A formula of one number, with `value` as its result ('' for an empty text). */
  readonly isFormula?: boolean;
}

export interface BiffBook {
  readonly fonts?: readonly BiffFont[];
  readonly styles?: readonly { readonly font?: number; readonly format?: string }[];
  readonly rows: readonly (readonly (BiffCell | null)[])[];
  /** What calculated it last; without one, the workbook asks to be calculated. */
  readonly calculatedBy?: number;
  /** Characters of the first text, which is in several fonts, after which it goes on in another record. */
  readonly cutAfter?: number;
}

/** Fonts are numbered from 0 without 4; styles from 0. */
export function biffBook({ fonts = [{}], styles = [{}], rows, calculatedBy, cutAfter }: BiffBook): Buffer {
  const texts = rows
    .flat()
    .flatMap((cell) => (cell && !cell.isFormula && typeof cell.value !== 'number' ? [cell.value] : []));
  const strings = Buffer.concat([
    u32(texts.length),
    u32(texts.length),
    ...texts.map((value) =>
      typeof value === 'string' ? stringOf(value, []) : stringOf(value.text, value.runs),
    ),
  ]);
  // Before the text stand two counts, its length, its width and the number of its runs; behind the cut its width anew.
  const cut = cutAfter === undefined ? strings.length : 13 + 2 * cutAfter;
  const globals = (sheetAt: number) =>
    Buffer.concat([
      record(0x0809, u16(0x0600, 5, 0x0dbb, 0x07cc), u32(0), u32(6)),
      record(0x0042, u16(1200)),
      ...(calculatedBy === undefined ? [] : [record(0x01c1, u16(0x01c1, 0), u32(calculatedBy))]),
      ...fonts.map(fontRecord),
      ...styles.map(({ format }, i) =>
        record(
          0x041e,
          u16(200 + i, (format ?? 'General').length),
          Buffer.from([1]),
          wide(format ?? 'General'),
        ),
      ),
      ...styles.map(({ font = 0 }, i) => record(0x00e0, u16(font, 200 + i, 0), Buffer.alloc(14))),
      record(0x0085, u32(sheetAt), Buffer.from([0, 0, 1, 1]), wide('表')),
      record(0x00fc, strings.subarray(0, cut)),
      ...(cut < strings.length ? [record(0x003c, Buffer.from([1]), strings.subarray(cut))] : []),
      record(0x000a),
    ]);
  let next = 0;
  const cells = rows.flatMap((row, r) =>
    row.flatMap((cell, c) => {
      if (!cell) return [];
      const at = u16(r, c, cell.style ?? 0);
      if (cell.isFormula) return [formulaRecord(at, cell.value)];
      if (typeof cell.value === 'number') return [record(0x0203, at, double(cell.value))];
      return [record(0x00fd, at, u32(next++))];
    }),
  );
  const sheet = Buffer.concat([
    record(0x0809, u16(0x0600, 0x10, 0x0dbb, 0x07cc), u32(0), u32(6)),
    ...cells,
    record(0x000a),
  ]);
  const stream = Buffer.concat([globals(globals(0).length), sheet]);
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/Workbook', stream);
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

function fontRecord({ struck = false, raised = false }: BiffFont): Buffer {
  return record(
    0x0031,
    u16(220, struck ? 8 : 0, 0x7fff, 400, raised ? 1 : 0),
    Buffer.from([0, 0, 134, 0]),
    Buffer.from([2, 1]),
    wide('宋体'),
  );
}

function stringOf(text: string, runs: readonly BiffRun[]): Buffer {
  const rich = runs.length > 0;
  return Buffer.concat([
    u16(text.length),
    Buffer.from([rich ? 9 : 1]),
    ...(rich ? [u16(runs.length)] : []),
    wide(text),
    ...runs.map(({ at, font }) => u16(at, font)),
  ]);
}

/** =5, with a result of its own. */
function formulaRecord(at: Buffer, value: BiffCell['value']): Buffer {
  const result = typeof value === 'number' ? double(value) : Buffer.from([3, 0, 0, 0, 0, 0, 0xff, 0xff]);
  return record(0x0006, at, result, u16(0), u32(0), u16(3), Buffer.from([0x1e, 5, 0]));
}
