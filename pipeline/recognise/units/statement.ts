/** Where a text states a unit (DOMAIN E): behind 单位, in 以…为单位 and 均为…, in brackets, or as the whole of a cell. */
import { halfWidth } from '../../text/fold.js';
import { isBareMultiple, type Piece, readPieces } from './grammar.js';

/** What may be before 单位 where it is the unit of measure, and not an office (填报单位, 建设单位). */
const beforeUnit =
  /(?:^|以上|上述|以下|本表|此表|该表|表中|表内|所有|各项|其他|均|统一|数据|数字|数值|注|[计度]量|计价|核算|货币|金额|资金|经费|款|费|支出|收入|投资|产值|税收|价格?|面积|长度|里程|重量|数量|人数|户数|额|量)的?$/;
const unitLabel =
  /([\u4e00-\u9fff ]*)单 *位(?: *\((?!.*单位)[^()]{0,8}\))? *(:|均?为|均?是|都为|都是|统一为|一律为)?/g;
const currencyLabel = /币 *种 *(:|为|是)?/g;
/** The next label on the same line. */
const nextLabel = /[\u4e00-\u9fff]{2,8}(?:\([^()]{0,8}\))? *:/;
const gap = /\s{2,}|[\t\n]/;
/** Words around a unit that say that all is counted in it. */
const inSentence =
  /[以按]([^,，。;；:：以按]{1,10}?)为(?:计[量价])?单位|均(?:为|以|是|按)([^,，。;；]{1,10})/g;
/** Words that say so only where a unit is between them. */
const looselyInSentence =
  /[以按]([^,，。;；:：以按]{1,8}?)(?:计算|计列|填列|填报|列示|列报|统计|反映|计)|(?:金额|资金|面积|长度|里程|投资|支出|收入|数额)(?:均?为|均?是|:)([^,，。;；]{1,8})/g;
const brackets = /[([{【〔<《]([^()[\]{}【】〔〕<>《》]*)[)\]}】〕>》]/g;

const unitsOnly = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.filter((piece) => piece.is === 'unit');

/** What a text states wherever it stands: behind a label or in a sentence. */
export function statedInSentence(text: string): readonly Piece[] {
  const half = halfWidth(text);
  const pieces: Piece[] = [];
  for (const label of half.matchAll(unitLabel)) {
    if (!beforeUnit.test((label[1] ?? '').replaceAll(' ', ''))) continue;
    pieces.push(...behindLabel(half.slice(label.index + label[0].length), label[2] !== undefined));
  }
  for (const label of half.matchAll(currencyLabel)) {
    pieces.push(...behindLabel(half.slice(label.index + label[0].length), label[1] !== undefined));
  }
  for (const [, basis = '', all = ''] of half.matchAll(inSentence)) pieces.push(...readPieces(basis + all));
  for (const [, basis = '', all = ''] of half.matchAll(looselyInSentence)) {
    pieces.push(...unitsOnly(readPieces(basis + all)));
  }
  return pieces;
}

/** Without a colon only the word right behind the label is its value: 单位万元, not 单位负责人 王大元. */
function behindLabel(rest: string, marked: boolean): readonly Piece[] {
  const until = rest.slice(0, nextLabel.exec(rest)?.index ?? rest.length).trimStart();
  if (!marked) return readPieces(/^[^\s,，、;；。()（）]*/.exec(until)?.[0] ?? '');
  const [near = '', ...far] = until.split(gap);
  return [...readPieces(near), ...unitsOnly(readPieces(far.join(' ')))];
}

/** What is in the brackets of a title, a sheet name or a header. */
export function statedInBrackets(text: string): readonly Piece[] {
  let rest = halfWidth(text);
  const pieces: Piece[] = [];
  // From the inside out: 投资（总额（万元））.
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(brackets, (_, inside: string) => {
      pieces.push(...(inside.includes('单位') ? statedInSentence(inside) : readPieces(inside)));
      return ' ';
    });
  }
  const open = /[([{【〔]([^)\]}】〕]*)$/.exec(rest)?.[1];
  return open === undefined ? pieces : [...pieces, ...readPieces(open)];
}

/** What a cell states that holds nothing but a unit: 万元, （元）, 人民币：元; nothing where it holds other words. */
export function statedAsWhole(text: string): readonly Piece[] {
  const half = halfWidth(text).trim();
  if (half.length > 16 || /^[日月年期分里]$/.test(half)) return [];
  const [first, ...others] = readPieces(half);
  const begins = first && startsWith(half, first);
  return begins && (first.is === 'unit' || !/^[\u4e00-\u9fff]{4,}/.test(half)) ? [first, ...others] : [];
}

function startsWith(text: string, { text: piece }: Piece): boolean {
  return (
    text.replace(/^[([{【〔人民币:：\s]+/, '').startsWith(piece.replace(/^人民币/, '')) ||
    isBareMultiple(text)
  );
}
