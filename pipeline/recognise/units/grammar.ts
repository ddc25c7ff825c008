/**
 * The one grammar of written units (DOMAIN E), for cells, number formats, headers, unit lines, titles, sheet names and
 * notes alike: what a text says of units, piece by piece.
 */
import { type DimensionName, dimensions, type Per } from '../../forms/units.js';
import { fold } from '../../text/fold.js';

/** What a piece of text is, cut out at blanks and punctuation. */
export type Piece =
  /** A unit, in each dimension that knows it (平方米: land and floor; 吨: none). */
  | { readonly is: 'unit'; readonly text: string; readonly of: ReadonlyMap<DimensionName, Per> }
  /** One unit per another (元/亩): no unit of either. */
  | { readonly is: 'rate'; readonly text: string; readonly dimensions: readonly DimensionName[] }
  /** A currency, a foreign measure, or what ends like a unit and is none that we know. */
  | { readonly is: 'unknown'; readonly text: string; readonly dimensions: readonly DimensionName[] };

const names = Object.keys(dimensions) as DimensionName[];

/** Powers of ten before a unit, or alone behind a number where they end in 万 or 亿. */
const multiples: ReadonlyMap<string, number> = new Map([
  ['十', 1e1],
  ['百', 1e2],
  ['千', 1e3],
  ['万', 1e4],
  ['十万', 1e5],
  ['百万', 1e6],
  ['千万', 1e7],
  ['亿', 1e8],
  ['十亿', 1e9],
  ['百亿', 1e10],
  ['千亿', 1e11],
  ['万亿', 1e12],
]);
const multiple = /^(?:万亿|[十百千]?[万亿]|[十百千])/;
/** Short for another unit: only 万 is before them. */
const colloquial: ReadonlySet<string> = new Set(['平方', '平米']);
/** Over a column of these, 万 and 亿 alone are so many of its plain unit. */
const takesBareMultiple: Readonly<Partial<Record<DimensionName, string>>> = {
  money: '元',
  people: '人',
  households: '户',
};

const traditional: Readonly<Record<string, string>> = {
  仟: '千',
  佰: '百',
  拾: '十',
  萬: '万',
  億: '亿',
  圓: '圆',
  畝: '亩',
  頃: '顷',
};
const ownCurrency = /人民币|rmb|cny|[￥¥]/gi;

const foreign: readonly (readonly [RegExp, readonly DimensionName[]])[] = [
  [
    /^(?:美元|美金|欧元|日元|日圆|港元|港币|澳元|澳门币|台币|新台币|加元|英镑|卢布|韩元|泰铢|外币|外汇|usd|us\$|eur|jpy|hkd|gbp|aud|cad|krw|twd|mop|sgd|rub|\$|€|£)$/,
    ['money'],
  ],
  [/^(?:英里|英尺|英寸|海里|码|miles?|mi|feet|foot|ft|inch|inches|yards?|yd)$/, ['length']],
  [/^(?:英亩|acres?|坪|町步)$/, ['land', 'floor']],
];
const likeUnit: readonly (readonly [RegExp, readonly DimensionName[]])[] = [
  [/(?:元|圆)$/, ['money']],
  [/(?:公里|千米|延米)$/, ['length']],
  [/(?:亩|公顷|平方|平方米)$/, ['land', 'floor']],
];
/** To what precision amounts are given: 精确到元, 列至角分. */
const precision = /^(?:精确|保留|取整|四舍五入|列|算|填)[到至]/;

/** Other words that things are counted in: they show where a unit stands, and what a plain number counts. */
const COUNTED =
  '吨|公斤|千克|克|斤|担|升|毫升|立方米|立方|方|m3|m³|人次|户|头|羽|匹|株|棵|台|套|辆|艘|部|张|份|篇|期|班|课时|学时|小时|分钟|秒|天|日|月|年|岁|周|度|千瓦|千瓦时|瓦|kw|kwh|mw|批|批次|单|笔|本|册|箱|袋|包|盒|瓶|桶|支|根|片|块|口|眼|盏|对|双|股|手|枚|只|标箱|标准箱|百分点|个百分点|倍|℃|度电|kg|t|g|l|ml|‰';
const counting = new RegExp(`^(?:${COUNTED})$`);
/** What something is also counted per. */
const perWord = /^(?:村|镇|乡|社区|校|季|季度|年度)$/;

const plainText = (text: string): string =>
  fold(text)
    .toLowerCase()
    .replace(/[仟佰拾萬億圓畝頃]/g, (c) => traditional[c] ?? c);

function times([numerator, denominator]: Per, factor: number): Per {
  return [numerator * factor, denominator];
}

function lookUp(dimension: DimensionName, unit: string): Per | null {
  const units: Readonly<Record<string, Per>> = dimensions[dimension].units;
  return unit !== '' && Object.hasOwn(units, unit) ? (units[unit] ?? null) : null;
}

/** A unit or a multiple of one, already in plain text. */
function perOf(dimension: DimensionName, unit: string): Per | null {
  const known = lookUp(dimension, unit);
  if (known) return known;
  const word = multiple.exec(unit)?.[0] ?? '';
  const factor = multiples.get(word);
  if (factor === undefined) return null;
  const rest = unit.slice(word.length);
  if (rest === '') {
    const plain = /[万亿]$/.test(word) ? takesBareMultiple[dimension] : undefined;
    return plain === undefined ? null : times(lookUp(dimension, plain) as Per, factor);
  }
  if (colloquial.has(rest) && word !== '万') return null;
  const base = lookUp(dimension, rest);
  return base && times(base, factor);
}

/** In each dimension that knows the unit; null: none does. */
function unitOf(text: string): ReadonlyMap<DimensionName, Per> | null {
  const plain = plainText(text);
  const bare = plain.replace(ownCurrency, '');
  if (bare !== plain) {
    // 人民币 alone names the currency, ￥ alone is 元.
    const unit = bare === '' ? (/[￥¥]/.test(plain) ? '元' : '') : bare.replace(/^(.*元)元$/, '$1');
    const per = perOf('money', unit.replace(/整$/, ''));
    return per && new Map([['money', per]]);
  }
  const found = new Map<DimensionName, Per>();
  for (const name of names) {
    const per = perOf(name, name === 'money' ? plain.replace(/(?<=[元圆])整$/, '') : plain);
    if (per) found.set(name, per);
  }
  return found.size > 0 ? found : null;
}

/** 人民币 or another name of it, and nothing else. */
export function isOwnCurrency(text: string): boolean {
  const folded = fold(text);
  return folded !== '' && folded.replace(ownCurrency, '') === '';
}

/** How many 万 or 亿 are, also behind another power of ten; null where the text is anything else. */
export function bareMultiple(text: string): number | null {
  const plain = plainText(text);
  return /[万亿]$/.test(plain) ? (multiples.get(plain) ?? null) : null;
}

export const isBareMultiple = (text: string): boolean => bareMultiple(text) !== null;

/** Whether a text is the name of a unit of anything and nothing else: 万元, 元/吨, 人次, %. */
export function isUnit(text: string): boolean {
  if (text.length > 12) return false;
  const [unit = '', per, ...more] = plainText(text).split('/');
  if (more.length > 0 || isBareMultiple(unit)) return false;
  return isUnitWord(unit) && (per === undefined || (per !== '' && per.length <= 6));
}

function isUnitWord(plain: string): boolean {
  return unitOf(plain) !== null || counting.test(plain.replace(multiple, '')) || counting.test(plain);
}

const noDimension: ReadonlyMap<DimensionName, Per> = new Map();

const dimensionsIn = (pieces: readonly Piece[]): readonly DimensionName[] => [
  ...new Set(pieces.flatMap((piece) => (piece.is === 'unit' ? [...piece.of.keys()] : piece.dimensions))),
];

/**
 * What a text says of units, cut at blanks and punctuation; whatever is neither a unit nor looks like one is a remark
 * and left out (分村, 含税, 列至角分, 每盏1200元).
 */
export function readPieces(text: string): readonly Piece[] {
  const joined =
    fold(text) === '' ? '' : text.replace(/(?<=[十百千万亿])[^\S\n]+(?=[元圆米亩平公顷人户])/g, '');
  return joined
    .replace(/元[、,，.\s]*角[、,，.\s]*分/g, '元')
    .split(/[\s,，、;；:：。()（）[\]【】〔〕{}"“”'|*＊※—–_-]+|\.(?!\d)/)
    .flatMap(readChunk);
}

function readChunk(chunk: string): readonly Piece[] {
  if (chunk === '') return [];
  const whole = readPiece(chunk);
  if (whole?.is === 'unit') return [whole];
  const rate = /^(.*?)(?:\/|每)(.+)$/.exec(chunk);
  if (rate?.[1] === '')
    return chunk.startsWith('每') && isUnitWord(plainText(rate[2] ?? '')) ? [perUnit(chunk)] : [];
  if (rate) return readOver(chunk, (rate[1] ?? '').split('/'), (rate[2] ?? '').split('/'));
  const parts = chunk.split(/[和及与或]/);
  const pieces = parts.length > 1 ? parts.map(readPiece) : [];
  if (pieces.length > 0 && pieces.every((piece) => piece?.is === 'unit')) return pieces as readonly Piece[];
  return whole ? [whole] : [];
}

/** 每亩: whatever is counted, so much of it for each. */
const perUnit = (text: string): Piece => ({ is: 'rate', text, dimensions: names });

/** 元/亩 is a rate, 座/处 one unit, 元/万元 two, 亿元/年 that of a year; 元/含税 a unit and a remark. */
function readOver(text: string, above: readonly string[], below: readonly string[]): readonly Piece[] {
  const parts = [...above, ...below];
  const pieces = parts.flatMap((part) => readPiece(part) ?? []);
  const [first] = pieces;
  if (!first || below.every((part) => /^(?:年|年度)$/.test(part))) return pieces.slice(0, 1);
  const shared = dimensionsIn([first]).some(
    (name) => pieces.length === parts.length && pieces.every((piece) => dimensionsIn([piece]).includes(name)),
  );
  const perSomething = below.some((part) =>
    [part, part.replace(/[·.年月次]+$/, '')].some(
      (unit) => isUnitWord(plainText(unit)) || perWord.test(unit),
    ),
  );
  if (shared || !perSomething) return pieces;
  return [{ is: 'rate', text, dimensions: dimensionsIn(pieces) }];
}

function readPiece(text: string): Piece | null {
  const of = unitOf(text);
  if (of) return { is: 'unit', text, of };
  const plain = plainText(text);
  if (counting.test(plain.replace(multiple, '')) || counting.test(plain))
    return { is: 'unit', text, of: noDimension };
  // Amounts in a sentence state no unit.
  if (/\d/.test(plain) || precision.test(plain)) return null;
  const bare = plain.replace(multiple, '');
  const found =
    foreign.find(([word]) => word.test(plain) || word.test(bare)) ??
    likeUnit.find(([end]) => end.test(plain));
  return found ? { is: 'unknown', text, dimensions: found[1] } : null;
}

/** A unit of a dimension as some pieces give it, or why they give none. */
export type UnitFound =
  | { readonly is: 'unit'; readonly text: string; readonly per: Per }
  | { readonly is: 'none' }
  /** What is written and not understood is never ignored. */
  | { readonly is: 'unclear'; readonly why: 'unknown' | 'two' | 'rate' | 'other'; readonly text: string };

export const noUnit: UnitFound = { is: 'none' };

/** What the pieces that are at one place say of a dimension. */
export function unitAmong(pieces: readonly Piece[], dimension: DimensionName): UnitFound {
  const about = pieces.filter((piece) => dimensionsIn([piece]).includes(dimension));
  for (const why of ['unknown', 'rate'] as const) {
    const unclear = about.filter((piece) => piece.is === why);
    if (unclear.length > 0) return { is: 'unclear', why, text: textsOf(unclear) };
  }
  // ￥ beside 万元 only names the currency.
  const named = about.filter(({ text }) => fold(text).replace(ownCurrency, '') !== '');
  const units = (named.length > 0 ? named : about).flatMap((piece) => (piece.is === 'unit' ? [piece] : []));
  const [first] = units;
  const per = first?.of.get(dimension);
  if (!first || !per) return noUnit;
  const same = units.every((unit) => unit.of.get(dimension)?.join() === per.join());
  return same ? { is: 'unit', text: first.text, per } : { is: 'unclear', why: 'two', text: textsOf(units) };
}

const textsOf = (pieces: readonly Piece[]): string => [...new Set(pieces.map(({ text }) => text))].join('、');

/** A written unit in a dimension; null where it is none of that dimension. */
export function unitIn(dimension: DimensionName, written: string): Per | null {
  const found = unitAmong(readPieces(written), dimension);
  return found.is === 'unit' ? found.per : null;
}

/** The dimensions that know a written unit; a unit may belong to several (平方米). */
export function dimensionsOf(unit: string): readonly DimensionName[] {
  return [...(unitOf(unit)?.keys() ?? [])];
}
