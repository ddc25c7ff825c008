/** Small workbooks written part by part, with whatever a real template may hold, and a resolver of fixed figures. */
import { strFromU8, strToU8 } from 'fflate';
import { type Package, readPackage, writePackage } from '../../pipeline/office/package.js';
import type { FigureRef } from '../../pipeline/templates/mark.js';
import { nearest, type ResolvedValue, type Resolver } from '../../pipeline/templates/resolver.js';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export interface BookSpec {
  /** What is inside `worksheet`, by the sheet's name. */
  readonly sheets: Readonly<Record<string, string>>;
  /** What is inside each `si`. */
  readonly strings?: readonly string[];
  /** What comes after `sheets` in the workbook. */
  readonly workbook?: string;
  /** Relationships of a part: type and target of rId1, rId2, … */
  readonly relationships?: Readonly<Record<string, readonly (readonly [type: string, target: string])[]>>;
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
}

export function book(spec: BookSpec): Uint8Array {
  const parts: Package = new Map();
  const put = (name: string, text: string) => parts.set(name, strToU8(text));
  const sheets = Object.entries(spec.sheets);
  const rels = (list: readonly (readonly [string, string])[]) =>
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
      .map(
        ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${target}"/>`,
      )
      .join('')}</Relationships>`;
  put(
    '[Content_Types].xml',
    `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Default Extension="png" ContentType="image/png"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${sheets
      .map(
        (_, i) =>
          `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
      )
      .join('')}${
      spec.strings
        ? '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
        : ''
    }${contentTypes(spec)}</Types>`,
  );
  put('_rels/.rels', rels([['officeDocument', 'xl/workbook.xml']]));
  put(
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets
      .map(([name], i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets>${spec.workbook ?? ''}</workbook>`,
  );
  const extra = spec.relationships?.['xl/workbook.xml'] ?? [];
  put(
    'xl/_rels/workbook.xml.rels',
    rels([
      ...sheets.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const),
      ...(spec.strings ? [['sharedStrings', 'sharedStrings.xml'] as const] : []),
      ...extra,
    ]),
  );
  sheets.forEach(([, inner], i) => {
    put(
      `xl/worksheets/sheet${i + 1}.xml`,
      `${head}<worksheet xmlns="${main}" xmlns:r="${office}">${inner}</worksheet>`,
    );
  });
  if (spec.strings) {
    put(
      'xl/sharedStrings.xml',
      `${head}<sst xmlns="${main}" count="${spec.strings.length}" uniqueCount="${spec.strings.length}">${spec.strings
        .map((item) => `<si>${item}</si>`)
        .join('')}</sst>`,
    );
  }
  for (const [part, list] of Object.entries(spec.relationships ?? {})) {
    if (part === 'xl/workbook.xml') continue;
    put(part.replace(/([^/]+)$/, '_rels/$1.rels'), rels(list));
  }
  for (const [part, content] of Object.entries(spec.parts ?? {})) {
    parts.set(part, typeof content === 'string' ? strToU8(content) : content);
  }
  return writePackage(parts);
}

const types: readonly (readonly [RegExp, string])[] = [
  [/drawings\/drawing\d+\.xml$/, 'application/vnd.openxmlformats-officedocument.drawing+xml'],
  [/charts\/chart\d+\.xml$/, 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'],
  [/comments\d+\.xml$/, 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml'],
  [/tables\/table\d+\.xml$/, 'application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml'],
  [/calcChain\.xml$/, 'application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml'],
];

function contentTypes(spec: BookSpec): string {
  return Object.keys(spec.parts ?? {})
    .flatMap((part) => {
      const type = types.find(([pattern]) => pattern.test(part))?.[1];
      return type ? [`<Override PartName="/${part}" ContentType="${type}"/>`] : [];
    })
    .join('');
}

export const text = (inline: string) => `t="inlineStr"><is><t>${inline}</t></is>`;

/** The parts of a package as text. */
export function texts(bytes: Uint8Array | null): Map<string, string> {
  if (bytes === null) throw new Error('nothing was filled');
  return new Map([...readPackage(bytes)].map(([name, content]) => [name, strFromU8(content)]));
}

/** The parts whose bytes differ, or that are on one side only. */
export function changedParts(before: Uint8Array, after: Uint8Array | null): string[] {
  if (after === null) throw new Error('nothing was filled');
  const [a, b] = [readPackage(before), readPackage(after)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => Buffer.compare(a.get(name) ?? Buffer.alloc(0), b.get(name) ?? Buffer.alloc(0)) !== 0)
    .sort();
}

/** Cells of a sheet's part as `C5=12`, texts in quotes, formulas with `=`. */
export function cells(sheet: string): string[] {
  return [...sheet.matchAll(/<(?:\w+:)?c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g)].flatMap(
    ([, head = '', body]) => {
      const at = /\br="([^"]*)"/.exec(head)?.[1] ?? '?';
      if (body === undefined) return [];
      const formula = /<(?:\w+:)?f\b[^>]*>([^<]*)</.exec(body)?.[1];
      const words = [...body.matchAll(/<(?:\w+:)?t\b[^>]*>([^<]*)</g)].map((m) => m[1]).join('');
      const value = /<(?:\w+:)?v>([^<]*)</.exec(body)?.[1];
      if (formula !== undefined) return [`${at}==${formula}${value === undefined ? '' : ` (${value})`}`];
      return [/t="(inlineStr|str)"/.test(head) ? `${at}="${words || value}"` : `${at}=${value ?? ''}`];
    },
  );
}

/** Figures by `id`, `id[group]`, with `@period` and `.field` where they are not the value of the period. */
export function figures(
  table: Readonly<Record<string, string | null>>,
  groups: Readonly<Record<string, readonly string[]>> = {},
): Resolver {
  const key = ({ id, group, field, period }: FigureRef) =>
    `${id}${group === null ? '' : `[${group}]`}${field === 'value' ? '' : `.${field}`}${period === null ? '' : `@${period}`}`;
  return {
    figure(ref) {
      const found = table[key(ref)];
      if (found === undefined) return { error: 'unknown', nearest: nearest(key(ref), Object.keys(table)) };
      const value: ResolvedValue = {
        value: found,
        number: /^-?\d/.test(found ?? ''),
        text: found ?? `【缺：项目办，${ref.id}】`,
      };
      return value;
    },
    groups: (id) => groups[id] ?? { error: 'unknown', nearest: nearest(id, Object.keys(groups)) },
    names: { unit: '示例镇', county: '示例县', province: null, year: '2021', as_of: '2021年11月30日' },
  };
}
