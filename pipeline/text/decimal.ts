/**
 * Exact decimals. A decimal is plain text: an optional -, digits, optionally a point and digits; no exponent,
 * no separators. Nothing here passes through a double that is not a whole number, so 0.1 + 0.2 is 0.3.
 */

/** An exact decimal as a value: `int` × 10^-scale. `int` is a bigint only where a number would not be exact. */
export interface Decimal {
  readonly int: number | bigint;
  readonly scale: number;
}

export const zero: Decimal = { int: 0, scale: 0 };

const plainDecimal = /^-?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** Whether a text is a plain decimal. */
export function isDecimal(text: string): boolean {
  return plainDecimal.test(text);
}

/** @throws Error where the text is no plain decimal. */
function parse(text: string): Decimal {
  return parseShort(text) ?? parseLong(text);
}

/** Digits that a number holds exactly, whatever they are. */
const safeDigits = 15;

/** A decimal of few digits, which nearly every cell has; null: not for sure. */
function parseShort(text: string): Decimal | null {
  const negative = text.charCodeAt(0) === 45;
  let int = 0;
  let digits = 0;
  let scale = -1;
  for (let i = negative ? 1 : 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      int = int * 10 + (code - 48);
      digits++;
      if (scale >= 0) scale++;
    } else if (code === 46 && scale < 0) scale = 0;
    else return null;
  }
  if (digits === 0 || digits > safeDigits) return null;
  return { int: negative && int !== 0 ? -int : int, scale: Math.max(scale, 0) };
}

function parseLong(text: string): Decimal {
  if (!plainDecimal.test(text)) throw new Error(`${JSON.stringify(text)} is no plain decimal`);
  const point = text.indexOf('.');
  if (point < 0) return { int: narrow(BigInt(text)), scale: 0 };
  return { int: narrow(BigInt(text.replace('.', ''))), scale: text.length - point - 1 };
}

/** A number where that is exact. */
export function narrow(int: bigint): number | bigint {
  return int >= BigInt(Number.MIN_SAFE_INTEGER) && int <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(int) : int;
}

const powers = Array.from({ length: 40 }, (_, n) => 10n ** BigInt(n));

function power(n: number): bigint {
  return powers[n] ?? 10n ** BigInt(n);
}

const smallPowers = Array.from({ length: 16 }, (_, n) => 10 ** n);

/** Without superfluous zeros, and no -0: as it is published. */
export function decimalText({ int, scale }: Decimal): string {
  const negative = int < 0;
  const digits = (negative ? -int : int).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  let end = digits.length;
  while (end > digits.length - scale && digits.charCodeAt(end - 1) === 48) end--;
  const fraction = digits.slice(digits.length - scale, end);
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && text !== '0' ? `-${text}` : text;
}

export function add(a: Decimal, b: Decimal): Decimal {
  return addShort(a, b) ?? addLong(a, b);
}

/** null where it does not fit into numbers. */
function addShort(a: Decimal, b: Decimal): Decimal | null {
  if (typeof a.int !== 'number' || typeof b.int !== 'number') return null;
  const scale = Math.max(a.scale, b.scale);
  const left = a.int * (smallPowers[scale - a.scale] ?? Number.NaN);
  const right = b.int * (smallPowers[scale - b.scale] ?? Number.NaN);
  const int = left + right;
  const exact = Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(int);
  return exact ? { int, scale } : null;
}

function addLong(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = align(a, b);
  return { int: narrow(left + right), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { int: -b.int, scale: b.scale });
}

export function isZero({ int }: Decimal): boolean {
  return int === 0 || int === 0n;
}

/** Whether two decimals are the same once rounded, half away from zero, to the coarser of both scales. */
export function agree(a: Decimal, b: Decimal): boolean {
  const scale = Math.min(a.scale, b.scale);
  return roundedTo(a, scale) === roundedTo(b, scale);
}

/** In units of 10^-scale, which is not finer than the decimal's own. */
function roundedTo({ int, scale: own }: Decimal, scale: number): bigint {
  return own === scale ? BigInt(int) : divideRounding(BigInt(int), power(own - scale));
}

/** Quotient of two whole numbers, rounded half away from zero. */
function divideRounding(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}

/** Both in the finer of their scales. */
function align(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [BigInt(a.int) * power(scale - a.scale), BigInt(b.int) * power(scale - b.scale), scale];
}

/** The decimal as it is published: no superfluous zeros, no -0. */
export function formatDecimal(text: string): string {
  return decimalText(parse(text));
}

/** The sum of any number of decimals; `0` of none. */
export function sumText(...texts: readonly string[]): string {
  return decimalText(texts.reduce((total, text) => add(total, parse(text)), zero));
}

/** A sum under way. */
export interface Sum {
  add(text: string): void;
  /** As `sumText` would give it. */
  text(): string;
}

export function openSum(): Sum {
  let total = zero;
  return {
    add(text) {
      total = add(total, parse(text));
    },
    text: () => decimalText(total),
  };
}

export function subtractText(a: string, b: string): string {
  return decimalText(subtract(parse(a), parse(b)));
}

export function multiplyText(a: string, b: string): string {
  const left = parse(a);
  const right = parse(b);
  return decimalText({ int: BigInt(left.int) * BigInt(right.int), scale: left.scale + right.scale });
}

/**
 * a / b with at most `digits` decimals, rounded half away from zero (DESIGN, Figures: 12).
 * @throws RangeError when b is zero: such a ratio cannot exist.
 */
export function divideText(a: string, b: string, digits = 12): string {
  const [left, right] = align(parse(a), parse(b));
  if (right === 0n) throw new RangeError(`${a} cannot be divided by zero`);
  return decimalText({ int: divideRounding(left * power(digits), right), scale: digits });
}

/** The decimal with at most `digits` decimals, rounded half away from zero. */
export function roundText(text: string, digits: number): string {
  const decimal = parse(text);
  if (decimal.scale <= digits) return decimalText(decimal);
  return decimalText({ int: roundedTo(decimal, digits), scale: digits });
}

/** Below zero when a < b, above zero when a > b, 0 when they are equal. */
export function compareDecimal(a: string, b: string): number {
  const [left, right] = align(parse(a), parse(b));
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The change from `previous` to `value` in percent, at most 12 decimals; null from a zero base (DOMAIN H). */
export function percentChange(value: string, previous: string): string | null {
  if (compareDecimal(previous, '0') <= 0) return null;
  return divideText(multiplyText(subtractText(value, previous), '100'), previous);
}

/** value / 10^digits, exactly. */
export function scaled(value: bigint | number, digits: number): string {
  return decimalText({ int: value, scale: digits });
}

/** Decimals by power of ten. */
const decimalPlaces = new Map(Array.from({ length: 13 }, (_, n) => [10 ** n, n]));

/** A whole number of smallest units in a unit that is `per` of them; at most 12 decimals. */
export function fromSmallest(value: bigint | number, per: readonly [number, number]): string {
  const [numerator, denominator] = per;
  const decimals = denominator === 1 ? decimalPlaces.get(numerator) : undefined;
  if (decimals !== undefined) return scaled(value, decimals);
  return decimalText({
    int: divideRounding(BigInt(value) * BigInt(denominator) * power(12), BigInt(numerator)),
    scale: 12,
  });
}

export interface Smallest {
  /** A number where it is safe, else a bigint. */
  readonly value: number | bigint;
  /** False where the decimal was finer than the smallest unit and has been rounded half away from zero. */
  readonly exact: boolean;
}

/**
 * A decimal in a unit that is `per` (numerator, denominator) of the smallest one, as a whole number of those.
 *
 * ```ts
 * toSmallest('12.5', [1_000_000, 1]) // 12.5 万元 → { value: 12_500_000, exact: true } 分
 * ```
 */
export function toSmallest(text: string, per: readonly [number, number]): Smallest {
  const decimal = parse(text);
  return smallOf(decimal, per) ?? largeOf(decimal, per);
}

/** null where it does not fit into numbers. */
function smallOf(
  { int, scale }: Decimal,
  [numerator, denominator]: readonly [number, number],
): Smallest | null {
  if (typeof int !== 'number') return null;
  const over = Math.abs(int) * numerator;
  const under = (smallPowers[scale] ?? Number.NaN) * denominator;
  if (!(over <= Number.MAX_SAFE_INTEGER && under <= Number.MAX_SAFE_INTEGER / 2)) return null;
  const rest = over % under;
  const whole = (over - rest) / under + (rest * 2 >= under ? 1 : 0);
  return { value: int < 0 && whole !== 0 ? -whole : whole, exact: rest === 0 };
}

function largeOf({ int, scale }: Decimal, per: readonly [number, number]): Smallest {
  const over = BigInt(int) * BigInt(per[0]);
  const under = power(scale) * BigInt(per[1]);
  return { value: narrow(divideRounding(over, under)), exact: over % under === 0n };
}
