/** What is around a table says of the units of its columns (DOMAIN E): the nearest wins, dimension by dimension. */
import type { DimensionName } from '../../forms/units.js';
import { type NotDataKind, type UnitPlace, unitPlaces } from '../kinds.js';
import type { Line, LineCell } from '../lines.js';
import type { UnitStatement } from '../table.js';
import { isBareMultiple, noUnit, type Piece, type UnitFound, unitAmong } from './grammar.js';
import { statedAsWhole, statedInBrackets, statedInSentence } from './statement.js';

/** A unit of measure, not an office, named by a label with the value in the next cell. */
const bareLabel = /^[([【]?(?:(?:计量|金额|数量|货币)?单位|币种)(?:均?为|均?是)?[:：]?$/;

/** What a line above or below a table states of units. */
export function unitsOfLine(line: Line, kind: NotDataKind, below: boolean): readonly UnitStatement[] {
  const statements = line.cells.flatMap((cell, i): readonly [UnitStatement['from'], readonly Piece[]][] => {
    const said = bareLabel.test(cell.words) ? nextValue(line.cells[i + 1]) : statedInSentence(cell.text);
    if (kind === 'note') return [['note', said]];
    if (kind !== 'title' && kind !== 'unit') return [['line', said]];
    const outside = cell.text.replace(/[(（[【〔].*$/s, '').trim();
    const isTitle = outside !== '' && !/[:：]/.test(outside);
    return [
      ['line', [...said, ...statedAsWhole(cell.text)]],
      isTitle ? ['title', statedInBrackets(cell.text)] : ['line', unitsIn(statedInBrackets(cell.text))],
    ];
  });
  return statements.flatMap(([from, pieces]) => (pieces.length > 0 ? [{ from, below, pieces }] : []));
}

const nextValue = (cell: LineCell | undefined): readonly Piece[] => (cell ? statedAsWhole(cell.text) : []);

const unitsIn = (pieces: readonly Piece[]): readonly Piece[] => pieces.filter((piece) => piece.is === 'unit');

/** What the name of a sheet states of units. */
export function unitsOfSheet(name: string): readonly UnitStatement[] {
  const pieces = [...statedInSentence(name), ...statedInBrackets(name)];
  return pieces.length > 0 ? [{ from: 'sheet', below: false, pieces }] : [];
}

/** Dimensions that are no synonyms of any other: under one header, a unit of another contradicts the column. */
const contradicting: ReadonlySet<DimensionName> = new Set(['money', 'length', 'land', 'floor', 'percent']);
const countable: ReadonlySet<DimensionName> = new Set(['people', 'households', 'count']);

/** A unit that is stated for a column, or why what is stated gives none, and where it stands. */
export interface StatedUnit {
  readonly found: UnitFound;
  /** null where nothing is stated. */
  readonly from: UnitPlace | null;
}

/** The unit that is stated for a column: in its header, else in the nearest place around the table. */
export function statedUnit(
  dimension: DimensionName,
  inHeader: readonly Piece[],
  around: readonly UnitStatement[],
): StatedUnit {
  let currency: StatedUnit | null = null;
  for (const from of unitPlaces) {
    for (const pieces of piecesAt(from, inHeader, around)) {
      const usable = pieces.filter(
        (p) => from === 'header' || dimension === 'money' || !isBareMultiple(p.text),
      );
      const found = from === 'header' ? underHeader(usable, dimension) : unitAmong(usable, dimension);
      // A currency sign in a header is 元 only where no unit is named further off.
      if (found.is === 'unit' && /^[￥¥]$/.test(found.text)) currency ??= { found, from };
      else if (found.is !== 'none') return { found, from };
    }
  }
  return currency ?? { found: noUnit, from: null };
}

/** Of lines those above the table come first: they are what it was written under. */
function piecesAt(
  from: UnitPlace,
  inHeader: readonly Piece[],
  around: readonly UnitStatement[],
): readonly (readonly Piece[])[] {
  if (from === 'header') return [inHeader];
  const at = around.filter((statement) => statement.from === from);
  return [false, true].map((below) => at.filter((s) => s.below === below).flatMap(({ pieces }) => pieces));
}

function underHeader(pieces: readonly Piece[], dimension: DimensionName): UnitFound {
  const found = unitAmong(pieces, dimension);
  if (found.is !== 'none') return found;
  const other = pieces.find((piece) => piece.is === 'unit' && contradicts(dimension, [...piece.of.keys()]));
  const bare = pieces.find((piece) => isBareMultiple(piece.text));
  if (bare) return { is: 'unclear', why: 'unknown', text: bare.text };
  return other ? { is: 'unclear', why: 'other', text: other.text } : noUnit;
}

function contradicts(dimension: DimensionName, others: readonly DimensionName[]): boolean {
  if (others.length === 0 || others.includes(dimension)) return false;
  if (others.some((other) => contradicting.has(other))) return true;
  return contradicting.has(dimension) && others.some((other) => countable.has(other) && other !== 'count');
}
