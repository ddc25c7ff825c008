/** The rows above a table: titles, facts, unit lines, notes. */
import { addFacts, addTitle, addYears, statesFacts, statesUnit } from './facts.js';
import type { NotDataKind } from './kinds.js';
import { joinedText, type Line, type LineCell } from './lines.js';
import type { Facts, NotData } from './table.js';
import { unitsOfSheet } from './units/around.js';
import { isUnit } from './units/grammar.js';
import { isNote, saysNil } from './vocabulary.js';

export interface Preamble {
  readonly facts: Facts;
  readonly rows: readonly NotData[];
  readonly lines: readonly { readonly line: Line; readonly kind: NotDataKind }[];
}

/** Reads the lines above a header. */
export function preambleOf(
  lines: readonly Line[],
  known: Facts,
  sheetName: string,
  year: number | null,
): Preamble {
  // A unit that is above this table takes the place of that of the table before.
  const kept = lines.some(statesUnit) ? [] : known.units.filter(({ from }) => from === 'line');
  const units = [...kept, ...unitsOfSheet(sheetName)];
  let facts = addYears({ ...known, units }, sheetName);
  const kinds = lines.map((line) => {
    const kind = kindOf(line);
    facts = addFacts(facts, line, year, kind, false);
    if (kind === 'title') {
      for (const cell of line.cells) {
        if (cell.holds === 'text' && !/^(?:附件|附表|表)[\d一二三四五六七八九十]*[:：]?$/.test(cell.words)) {
          facts = addTitle(facts, cell.text.trim());
        }
      }
    }
    const said = line.cells[0]?.words ?? '';
    if (kind === 'note' && /^截[至止]/.test(said)) facts = { ...facts, spanStated: facts.spanStated ?? said };
    if (kind === 'unit') {
      for (const cell of line.cells) if (isTitleBesideFacts(cell)) facts = addTitle(facts, cell.text.trim());
      if (!/(?:填报|填表|报送|上报|制表|编制)/.test(joinedText(line.row)))
        facts = addYears(facts, joinedText(line.row));
    }
    return { line, kind };
  });
  return {
    facts,
    lines: kinds,
    rows: kinds.map(({ line, kind }) => ({ row: line.row.number, kind, text: joinedText(line.row) })),
  };
}

function kindOf(line: Line): NotDataKind {
  const [first] = line.cells;
  if (!first) return 'note';
  if (line.cells.every((c) => saysNil(c.words))) return 'nil_return';
  if (statesFacts(line) || line.cells.some((c) => isBareUnit(c.words))) return 'unit';
  if (/^(?:数据库|指标|时间|地区|频度|频率)[:：]/.test(first.words)) return 'unit';
  if (isNote(first.words) || first.words.length > 80) return 'note';
  return 'title';
}

/** A title that shares its line with the unit. */
function isTitleBesideFacts(cell: LineCell): boolean {
  return (
    cell.words.length > 5 &&
    !/[:：]/.test(cell.words) &&
    /(?:表|情况|名册|名单|统计|明细|台账|名录)/.test(cell.words)
  );
}

/** 万元, (单位万元), 单位万元 alone in a cell. */
function isBareUnit(folded: string): boolean {
  const bare = folded.replace(/^[(](.*)[)]$/, '$1').replace(/^(?:计量)?单位[:：]?/, '');
  const parts = bare
    .split(/[、,;，；]|和/)
    .map((part) => part.replace(/^[(](.*)[)]$/, '$1').replace(/[。.]$/, ''));
  return parts.every(isUnit) && !/^[日月年期分]$/.test(bare);
}
