/** The rows below a header, one after the other: which are data, which are not and why. */
import type { Form } from '../forms/define.js';
import { type Finding, finding } from '../findings/finding.js';
import type { Merge, Row } from '../intake/workbook.js';
import { agree, type Decimal, decimalText, isZero, readDecimal } from './decimal.js';
import { addFacts, lineStates } from './facts.js';
import type { Header } from './header.js';
import { readHeader, words } from './header-text.js';
import { ledger } from './ledger.js';
import { joinedText, type Line, lineOf, type MergeCursor } from './lines.js';
import { isSerialHeader } from './match.js';
import { fillDown } from './merged-data.js';
import { type Nil, nilOf, partOf } from './nil.js';
import { isColumnNumbers, sameWords, totalLabel } from './row-kinds.js';
import { type Shape, shaper } from './row-shape.js';
import { compareTotals, type TotalEvent } from './stated-totals.js';
import type { Facts, NotData, NotDataKind, Piece, Table, TableColumn, TableEnd } from './table.js';
import { holdsSum, isFooter, isNote, isOutline, namesTheWhole, saysNil } from './words.js';

export interface BodyContext {
  readonly table: Table;
  readonly header: Header;
  readonly headerLines: readonly Line[];
  /** Rows above the header that may be printed again on each page. */
  readonly front: readonly { readonly line: Line; readonly kind: NotDataKind }[];
  readonly facts: Facts;
  readonly year: number | null;
  readonly unitNames: readonly string[];
  /** Whether another table begins with the row at hand, `back` rows of its title before it. */
  readonly anotherBegins: (back: number) => boolean;
  readonly merges: MergeCursor;
}

export interface Body {
  /** Takes the next row. 'next': another table begins here or, with rows given back, just before. */
  take(row: Row): 'taken' | { readonly givenBack: number };
  /** What is settled so far. */
  drain(): readonly Piece[];
  finish(): readonly Piece[];
}

interface Pending {
  readonly row: Row;
  readonly line: Line;
  /** What it is where rows of data follow, and at the end. */
  readonly else: 'section' | 'data';
}

/** Sparse rows that may be sections, titles of the next table, or notes: at most so many wait for what follows. */
const MOST_PENDING = 60;

export function readBody(context: BodyContext): Body {
  const { table, header, headerLines } = context;
  const form: Form | null = table.form;
  const columns = distinctColumns(table);
  const positions = columns.map((c) => c.column);
  const numericSet = new Set(header.body.numericColumns);
  const sums = columns.map((c) => c.role !== 'serial' && c.role !== 'remark' && mayHoldSums(table, c));
  const numeric = columns.map((c, i) => numericSet.has(c.column) || (sums[i] === true && form?.columns[c.field ?? '']?.spec.kind === 'measure'));
  const numericCount = numeric.filter(Boolean).length;
  const serial = columns.findIndex((c) => c.role === 'serial' || isSerialHeader(c.header));
  const typical = Math.max(1, Math.min(header.body.typical, columns.length));
  const few = Math.max(1, Math.ceil(typical * 0.4));
  const look = shaper(positions, numeric);
  const book = ledger(columns.length);
  const summing = new Set(columns.filter((c, i) => sums[i] && (form === null ? numericSet.has(c.column) : true)).map((c) => c.column));
  const down = fillDown((column) => summing.has(column));
  const firstHeaders = new Set(headerLines.flatMap((l) => l.cells.slice(0, 1).map((c) => c.text)));
  const claimed = claimsOf(form, columns);

  let facts = context.facts;
  let settled: Piece[] = [];
  let data: Row[] = [];
  let lastHeld: { row: Row; values: (Decimal | null)[] } | null = null;
  let firstHeld: { row: Row; line: Line; values: (Decimal | null)[]; unread: number[] } | null = null;
  let pending: Pending[] = [];
  const events: TotalEvent[] = [];
  const nils: (Nil & { row: number })[] = [];
  let previous: NotDataKind | 'data' = 'header';
  let closed = false;
  let dataRows = 0;
  let hidden = 0;
  let firstRow: number | null = null;
  let lastRow: number | null = null;
  let lastNumber = header.last >= 0 ? (headerLines.at(-1)?.row.number ?? 0) : 0;
  let rowBeforeLast: number | null = null;
  const mergedMeasures = new Set<number>();

  function settle(): void {
    if (data.length > 0) {
      settled.push({ is: 'data', table, rows: data });
      data = [];
    }
  }

  function put(row: Row, kind: NotDataKind): 'taken' {
    if (pending.length > 0) {
      if (kind === 'title' || kind === 'unit' || kind === 'repeated_header') resolvePending('header');
      else resolvePending(kind === 'note' || kind === 'footer' ? 'end' : 'data');
    }
    flushLast();
    const entry: NotData = { row: row.number, kind, text: joinedText(row) };
    settle();
    const last = settled.at(-1);
    if (last?.is === 'not_data') (last.rows as NotData[]).push(entry);
    else settled.push({ is: 'not_data', table, rows: [entry] });
    previous = kind;
    return 'taken';
  }

  function resolvePending(as: 'data' | 'header' | 'end'): void {
    const waiting = pending;
    const after = previous;
    pending = [];
    for (const { row, line, else: otherwise } of waiting) {
      if (as === 'header') put(row, 'title');
      else if (otherwise === 'data' && (as === 'data' || after === 'data')) addData(row, look(row));
      else if (as === 'data') {
        put(row, isNote(line.cells[0]?.words ?? '') ? 'note' : 'section');
        events.push({ row: row.number, kind: 'section', values: [], texts: [], at: book.mark() });
      } else {
        facts = addFacts(facts, line, context.year);
        put(row, 'note');
      }
    }
  }

  function addData(row: Row, shape: Shape): 'taken' {
    if (lastHeld) data.push(lastHeld.row);
    lastHeld = { row, values: shape.values.slice() };
    book.add(shape.values, shape.unread);
    dataRows++;
    if (row.hidden) hidden++;
    firstRow ??= row.number;
    rowBeforeLast = lastRow;
    lastRow = row.number;
    previous = 'data';
    return 'taken';
  }

  /** Data after what waited for it: resolving looks at other rows, so the shape is taken anew. */
  function admit(row: Row, shape: Shape): 'taken' {
    if (pending.length === 0) return addData(row, shape);
    resolvePending('data');
    return addData(row, look(row));
  }

  function addTotal(row: Row, kind: 'subtotal' | 'total', shape: Shape, sumsHere: boolean): 'taken' {
    const values = shape.values.map((v, i) => (sumsHere && sums[i] ? v : null));
    if (pending.length > 0) resolvePending('data');
    events.push({ row: row.number, kind: sumsHere ? kind : 'section', values, texts: row.texts, at: book.mark() });
    return put(row, kind);
  }

  function flushLast(): void {
    if (lastHeld) data.push(lastHeld.row);
    lastHeld = null;
  }

  function take(raw: Row): 'taken' | { givenBack: number } {
    const merges = context.merges.at(raw.number);
    let row = raw;
    let measures: readonly Merge[] = [];
    if (merges.length > 0) ({ row, measures } = down.fill(raw, merges));
    const shape = look(row);
    for (const { firstColumn } of measures) countMeasure(raw, firstColumn, shape);
    const gap = row.number - lastNumber - 1;
    lastNumber = row.number;
    if (
      shape.filled >= few &&
      shape.filled > 1 &&
      !shape.suspect &&
      !closed &&
      gap === 0 &&
      pending.length === 0 &&
      previous === 'data' &&
      shape.wordsForNumbers * 2 <= numericCount &&
      !(shape.first >= 0 && firstHeaders.has(row.texts[positions[shape.first] as number] as string))
    ) {
      return admit(row, shape);
    }
    return consider(raw, row, shape, gap, merges.length > 0);
  }

  /** A merged measure counts once in its column's sum, but is no value of any row that it spans. */
  function countMeasure(row: Row, column: number, shape: Shape): void {
    const position = positions.indexOf(column);
    shape.values[position] = readDecimal(row.texts[column] ?? '', true);
    if (mergedMeasures.has(column)) return;
    mergedMeasures.add(column);
    const header = columns[position]?.header ?? null;
    settled.push({
      is: 'finding',
      table,
      finding: finding('total.merged', 'warning', { sheet: table.sheet.name, row: row.number, column, header, value: row.texts[column] ?? '' }),
    });
  }

  function consider(raw: Row, row: Row, shape: Shape, gap: number, merged: boolean): 'taken' | { givenBack: number } {
    const line = lineOf(raw, merged ? context.merges.at(raw.number) : []);
    const [first] = line.cells;
    if (!first) return shape.filled > 1 ? admit(row, shape) : put(raw, 'note');
    const repeated = headerLines.some((h) => sameWords(h, line));
    if (repeated && (line.cells.length > 1 || previous === 'repeated_header')) {
      resolvePending('header');
      closed = false;
      return put(raw, 'repeated_header');
    }
    const printed = context.front.find((f) => sameWords(f.line, line));
    if (printed) return put(raw, printed.kind);
    if ((previous === 'header' || previous === 'repeated_header') && isColumnNumbers(line)) return put(raw, 'column_numbers');
    if (isAnotherTable(line, shape, gap)) return { givenBack: backed() };
    if (isFormLine(line)) {
      resolvePending('data');
      return put(raw, 'form_line');
    }
    const sparse = shape.filled <= few || line.cells.length <= 2;
    const nil = nilOf(line, columns, form);
    if (nil && (form || dataRows === 0 || line.cells.some((c) => c.words.includes('零报告')))) {
      nils.push({ ...nil, row: raw.number });
      return put(raw, 'nil_return');
    }
    const total = totalLabel(lineUnder(row, line), columns, claimed);
    if (total && !(indicatorTable && !total.sums)) return addTotal(row, total.kind, shape, total.sums);
    if (isTownshipTotal(line)) return addTotal(row, 'total', shape, true);
    if (isClosing(line, sparse)) {
      facts = addFacts(facts, line, context.year);
      closed = true;
      resolvePending('end');
      return put(raw, isNote(first.words) ? 'note' : 'footer');
    }
    if (line.cells.every((c) => !positions.includes(c.column))) return put(raw, 'note');
    if (line.cells.length === 1) return single(raw, row, line, shape, gap);
    if (shape.filled === shape.numbers && typical > 2 && shape.filled < typical && labelled && bareNumbers(shape, row, gap)) return 'taken';
    if (closed && !looksLikeData(shape, gap)) return put(raw, 'note');
    if (gap > 0 && sparse && shape.filled * 3 <= typical) return wait(raw, line);
    if (isOutlineSection(line, shape)) return wait(raw, line);
    closed = false;
    if (dataRows === 0 && firstHeld === null && couldBeTotalAbove(row, line, shape)) {
      if (pending.length > 0) resolvePending('data');
      firstHeld = { row, line, values: shape.values.slice(), unread: shape.unread.slice() };
      previous = 'data';
      return 'taken';
    }
    return admit(row, shape);
  }

  const labelled = header.body.usedColumns.some((c) => positions.includes(c) && !numericSet.has(c));
  const indicatorTable = columns.some((c) => /^(?:统计|主要|经济)?指标(?:名称)?$/.test(readHeader(c.header).key));

  /** The line as the filled-down row shows it, for labels that a vertical merge carries. */
  function lineUnder(row: Row, line: Line): Line {
    return line.row === row ? line : lineOf(row, []);
  }

  function backed(): number {
    const count = pending.length;
    pending = [];
    return count;
  }

  function isAnotherTable(line: Line, shape: Shape, gap: number): boolean {
    if (line.cells.length < 2) return false;
    const [first] = line.cells;
    if (!first || first.holds !== 'text') return false;
    const words = line.cells.filter((c) => c.holds === 'text').length;
    if (words < line.cells.length * 0.6) return false;
    const contrast = numericCount > 0 && shape.wordsForNumbers * 2 >= numericCount;
    const due = gap > 0 || closed || pending.length > 0 || contrast || isSerialHeader(first.text) || shape.suspect;
    return due && previous !== 'header' && context.anotherBegins(pending.length);
  }

  function isFormLine(line: Line): boolean {
    const [cell] = line.cells;
    if (line.cells.length !== 1 || !cell || cell.holds !== 'number' || !/^\d{1,5}$/.test(cell.words)) return false;
    if (serial >= 0) return cell.column === positions[serial];
    return cell.column === positions[0] && columns.length > 2 && (columns[0]?.header === '' || /^(?:行次|栏次)$/.test(columns[0]?.header ?? ''));
  }

  function isTownshipTotal(line: Line): boolean {
    if (!form) return false;
    return line.cells.some((cell) => {
      const field = columns.find((c) => c.column === cell.column)?.field;
      if (!field || form.columns[field]?.spec.names !== 'village') return false;
      return context.unitNames.some((name) => cell.words === words(name)) || namesTheWhole(cell.words);
    });
  }

  function isClosing(line: Line, sparse: boolean): boolean {
    const [first] = line.cells;
    if (!first || first.holds !== 'text') return false;
    const colon = /[:：]/.test(first.words);
    if (!sparse && !(colon && isFooter(first.words))) return false;
    if (serial >= 0 && first.column !== positions[serial] && line.cells.length > 2 && !colon) return false;
    if (isNote(first.words)) return dataRows > 0 || firstHeld !== null || colon;
    if (isFooter(first.words)) return colon || line.cells.length === 1 || line.cells.slice(1).some((c) => isFooter(c.words));
    const states = lineStates(line);
    return states.facts && colon;
  }

  function single(raw: Row, row: Row, line: Line, shape: Shape, gap: number): 'taken' | { givenBack: number } {
    const [cell] = line.cells;
    if (!cell) return 'taken';
    if (shape.filled > 1 && shape.filled >= few && cell.lastColumn === cell.column) return admit(row, shape);
    const position = positions.indexOf(cell.column);
    if (cell.holds === 'number' && position >= 0 && numeric[position] && columns.length > 2 && labelled) {
      if (bareNumbers(shape, row, gap)) return 'taken';
    }
    const across = cell.lastColumn - cell.column + 1;
    const wide = across >= 3 || (across >= 2 && across * 2 >= columns.length);
    if (wide || closed || gap > 0 || cell.words.length > 25 || isOutline(cell.words) || /[(]\d+.{0,3}[)][:：]?$|[:：]$/.test(cell.words)) {
      return wait(raw, line);
    }
    if (typical <= 2 && previous === 'data') return admit(row, shape);
    if (position < 0 || columns[position]?.role === 'remark') return wait(raw, line);
    if (serial >= 0 && cell.holds === 'text' && cell.column <= (positions[serial + 1] ?? 0)) return wait(raw, line);
    return wait(raw, line, 'data');
  }

  function wait(row: Row, line: Line, otherwise: Pending['else'] = 'section'): 'taken' {
    if (pending.length >= MOST_PENDING) resolvePending('end');
    pending.push({ row, line, else: otherwise });
    return 'taken';
  }

  /** Numbers without a label: a total where they are the sums of a block, notes where they stand apart. */
  function bareNumbers(shape: Shape, row: Row, gap: number): boolean {
    const now = book.now();
    const since = events.findLast((e) => e.kind !== 'section')?.at ?? book.start;
    const blocks = [now, book.between(since, now)];
    const stated = shape.values.flatMap((v, i) => (v && sums[i] ? [{ v, i }] : []));
    const sum = blocks.some((b) => stated.length > 0 && b.rows > 1 && stated.every(({ v, i }) => {
      const total = b.sums[i];
      return total != null && agree(v, total);
    }));
    if (sum) addTotal(row, 'total', shape, true);
    else if (gap > 0 || closed) {
      closed = true;
      put(row, 'note');
    } else if (shape.filled === 1 && dataRows > 1) addTotal(row, 'total', shape, true);
    else return false;
    return true;
  }

  function looksLikeData(shape: Shape, gap: number): boolean {
    return gap <= 3 && shape.filled >= Math.max(2, typical * 0.6) && shape.wordsForNumbers === 0 && (numericCount === 0 || shape.numbers > 0);
  }

  /** 一 | 北京市, without figures, between rows that are numbered 1, 2, 3. */
  function isOutlineSection(line: Line, shape: Shape): boolean {
    const [first] = line.cells;
    return (
      line.cells.length === 2 &&
      first !== undefined &&
      shape.numbers === 0 &&
      numericCount > 0 &&
      /^[(]?[一二三四五六七八九十]{1,3}[)、.]?$/.test(first.words) &&
      typical > 2
    );
  }

  /** A first row that may be the sum of all others: unnumbered, without a label, or naming the township. */
  function couldBeTotalAbove(row: Row, line: Line, shape: Shape): boolean {
    if (!shape.values.some((v, i) => v && sums[i] && !isZero(v))) return false;
    const unnumbered = serial >= 0 && (row.texts[positions[serial] as number] ?? '').trim() === '';
    const texts = line.cells.filter((c) => c.holds === 'text');
    const named = texts.some((c) => namesTheWhole(c.words) || context.unitNames.some((n) => words(n) === c.words));
    return unnumbered || named || texts.length === 0 || (form === null && texts.length === 1);
  }

  function resolveFirst(): boolean {
    if (!firstHeld) return false;
    const { row, values, unread } = firstHeld;
    const now = book.now();
    const compared = values.flatMap((v, i) => (v && sums[i] && now.sums[i] && (now.unread[i] ?? 0) === 0 ? [{ v, sum: now.sums[i] as Decimal }] : []));
    const agreeing = compared.filter(({ v, sum }) => agree(v, sum) && !isZero(sum)).length;
    const texts = firstHeld.line.cells.filter((c) => c.holds === 'text');
    const surely = (serial >= 0 && (row.texts[positions[serial] as number] ?? '').trim() === '') || texts.some((c) => namesTheWhole(c.words) || context.unitNames.some((n) => words(n) === c.words));
    const isTotal = now.rows >= 2 && agreeing > 0 && agreeing * 2 > compared.length && (surely || agreeing >= 2 || now.rows >= 4);
    firstHeld = null;
    if (isTotal) {
      settled.unshift({ is: 'not_data', table, rows: [{ row: row.number, kind: 'total', text: joinedText(row) }] });
      events.unshift({ row: row.number, kind: 'total', values: values.map((v, i) => (sums[i] ? v : null)), texts: row.texts, at: book.start });
    } else {
      settled.unshift({ is: 'data', table, rows: [row] });
      book.addFirst(values, unread);
      dataRows++;
      firstRow = row.number;
      lastRow ??= row.number;
    }
    return isTotal;
  }

  /** The last row is a total without the word where every sum is that of all rows before it. */
  function resolveLast(): void {
    if (!lastHeld) return;
    const { row, values } = lastHeld;
    const now = book.now();
    const line = lineOf(row, []);
    const texts = line.cells.filter((c) => c.holds === 'text');
    const unnumbered = serial >= 0 && (row.texts[positions[serial] as number] ?? '').trim() === '';
    const named = texts.some((c) => namesTheWhole(c.words) || context.unitNames.some((n) => words(n) === c.words));
    const stated = values.flatMap((v, i) => (v && sums[i] && numeric[i] && (now.unread[i] ?? 0) === 0 ? [{ v, i }] : []));
    const others = book.between(events.findLast((e) => e.kind === 'total')?.at ?? book.start, now);
    const agreeing = stated.filter(({ v, i }) => {
      const all = others.sums[i];
      return all != null && !isZero(v) && agree(all, { int: typeof v.int === 'bigint' ? v.int * 2n : v.int * 2, scale: v.scale });
    }).length;
    const bare = texts.length === 0 && labelled;
    const isTotal = agreeing > 0 && agreeing * 2 > stated.length && (unnumbered || named || bare ? others.rows >= 3 : others.rows >= 4 && agreeing >= 2);
    if (!isTotal) {
      flushLast();
      return;
    }
    lastHeld = null;
    book.remove(values);
    dataRows--;
    events.push({ row: row.number, kind: 'total', values: values.map((v, i) => (sums[i] ? v : null)), texts: row.texts, at: book.mark() });
    lastRow = rowBeforeLast;
    settle();
    settled.push({ is: 'not_data', table, rows: [{ row: row.number, kind: 'total', text: joinedText(row) }] });
  }

  function drain(): readonly Piece[] {
    if (firstHeld) return [];
    settle();
    const done = settled;
    settled = [];
    return done;
  }

  function finish(): readonly Piece[] {
    if (!resolveFirst()) resolveLast();
    resolvePending('end');
    flushLast();
    settle();
    const ended = end();
    for (const found of closingFindings(ended)) settled.push({ is: 'finding', table, finding: found });
    const pieces = settled;
    settled = [];
    pieces.push({ is: 'end', table, end: ended });
    return pieces;
  }

  function closingFindings(ended: TableEnd): readonly Finding[] {
    const place = { sheet: table.sheet.name };
    const found: Finding[] = [];
    if (hidden > 0) {
      const rule = table.sheet.filtered ? 'hidden.filter' : 'hidden.rows';
      found.push(finding(rule, 'warning', place, { count: hidden }));
    }
    if (form && ended.dataRows === 0 && ended.nilReturn === null) {
      found.push(finding('form.empty', 'error', { ...place, row: table.headerRows[1] }, { form: form.title }));
    }
    return found;
  }

  function end(): TableEnd {
    const now = book.now();
    const compared = columns.flatMap((c, position) => (sums[position] ? [{ position, column: c.column, header: c.header }] : []));
    return {
      facts,
      firstDataRow: firstRow,
      lastDataRow: lastRow,
      dataRows,
      sums: table.columns.map((c) => {
        const position = positions.indexOf(c.column);
        const sum = now.sums[position];
        return sum ? decimalText(sum) : null;
      }),
      totals: compareTotals(events, book, compared),
      nilReturn: nilReturn(),
    };
  }

  function nilReturn(): string | null {
    const declared = nils.filter((n) => !(n.ofVillage && dataRows > 0));
    const titles = context.front.filter((f) => f.line.cells.some((c) => saysNil(c.words) || c.words.includes('零报告')));
    if (declared.length === 0 && titles.length === 0) return null;
    const inTitle = form ? partOf(form, facts.titles.join(' ')) : '';
    const parts = new Set(declared.map((n) => n.part || inTitle));
    if (declared.length === 0) parts.add(inTitle);
    return parts.size === 1 ? ([...parts][0] ?? '') : '';
  }

  return { take, drain, finish };
}

/** A column that serves two fields (运营年限) stands in the table twice. */
function distinctColumns(table: Table): readonly TableColumn[] {
  return table.columns.filter((c, i) => table.columns.findIndex((d) => d.column === c.column) === i);
}

/** Whether the column's numbers add up: by its kind where a form knows it, else by the words of its header. */
function mayHoldSums(table: Table, column: TableColumn): boolean {
  const spec = column.field ? table.form?.columns[column.field]?.spec : undefined;
  if (spec) return spec.kind === 'measure' && spec.dimension !== 'percent' && spec.dimension !== 'years' && holdsSum(words(spec.header));
  return holdsSum(words(column.header));
}

/** Whether a column's own values include a word that elsewhere marks a total (建设阶段: 合计). */
function claimsOf(form: Form | null, columns: readonly TableColumn[]): (column: number, folded: string) => boolean {
  const claimed = new Map<number, Set<string>>();
  for (const { column, field } of columns) {
    const choices = field ? form?.columns[field]?.spec.choices : undefined;
    if (choices) claimed.set(column, new Set(Object.entries(choices).flat(2).map(words)));
  }
  return (column, folded) => claimed.get(column)?.has(folded) ?? false;
}
