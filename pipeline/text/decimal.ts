/**
 * Exact decimals. A decimal is plain text: an optional -, digits, optionally a point and digits; no exponent,
 * no separators. Nothing here passes through a double, so 0.1 + 0.2 is 0.3.
 */

interface Decimal {
  readonly units: bigint;
  /** The value is units / 10^scale. */
  readonly scale: number;
}

const plainDecimal = /^-?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** Whether a text is a plain decimal. */
export function isDecimal(text: string): boolean {
  return plainDecimal.test(text);
}

function parse(text: string): Decimal {
  if (!plainDecimal.test(text)) throw new Error(`${JSON.stringify(text)} is no plain decimal`);
  const point = text.indexOf('.');
  if (point < 0) return { units: BigInt(text), scale: 0 };
  const scale = text.length - point - 1;
  // A bare sign is left of "-.5"; BigInt needs a digit there.
  const whole = text.slice(0, point);
  return {
    units: BigInt(`${whole === '-' || whole === '' ? `${whole}0` : whole}${text.slice(point + 1)}`),
    scale,
  };
}

const powers = Array.from({ length: 40 }, (_, n) => 10n ** BigInt(n));

function power(n: number): bigint {
  return powers[n] ?? 10n ** BigInt(n);
}

function format({ units, scale }: Decimal): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  let end = digits.length;
  while (end > digits.length - scale && digits.charCodeAt(end - 1) === 48) end--;
  const fraction = digits.slice(digits.length - scale, end);
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && text !== '0' ? `-${text}` : text;
}

/** Quotient of two whole numbers, rounded half away from zero. */
function divideRounding(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}

function align(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  if (a.scale === b.scale) return [a.units, b.units, a.scale];
  return a.scale > b.scale
    ? [a.units, b.units * power(a.scale - b.scale), a.scale]
    : [a.units * power(b.scale - a.scale), b.units, b.scale];
}

/** The decimal as it is published: no superfluous zeros, no -0. */
export function formatDecimal(text: string): string {
  return format(parse(text));
}

/** The sum of any number of decimals; `0` of none. */
export function sumText(...texts: readonly string[]): string {
  let total: Decimal = { units: 0n, scale: 0 };
  for (const text of texts) {
    const [a, b, scale] = align(total, parse(text));
    total = { units: a + b, scale };
  }
  return format(total);
}

/** A sum under way. */
export interface Sum {
  add(text: string): void;
  /** As `sumText` would give it. */
  text(): string;
}

export function openSum(): Sum {
  let units = 0n;
  let scale = 0;
  return {
    add(text) {
      const more = parse(text);
      if (more.scale > scale) {
        units *= power(more.scale - scale);
        scale = more.scale;
      }
      units += more.scale === scale ? more.units : more.units * power(scale - more.scale);
    },
    text: () => format({ units, scale }),
  };
}

export function subtractText(a: string, b: string): string {
  const [left, right, scale] = align(parse(a), parse(b));
  return format({ units: left - right, scale });
}

export function multiplyText(a: string, b: string): string {
  const left = parse(a);
  const right = parse(b);
  return format({ units: left.units * right.units, scale: left.scale + right.scale });
}

/**
 * a / b with at most `digits` decimals, rounded half away from zero (DESIGN, Figures: 12).
 * @throws RangeError when b is zero: such a ratio cannot exist.
 */
export function divideText(a: string, b: string, digits = 12): string {
  const [left, right] = align(parse(a), parse(b));
  if (right === 0n) throw new RangeError(`${a} cannot be divided by zero`);
  return format({ units: divideRounding(left * power(digits), right), scale: digits });
}

/** The decimal with at most `digits` decimals, rounded half away from zero. */
export function roundText(text: string, digits: number): string {
  const { units, scale } = parse(text);
  if (scale <= digits) return format({ units, scale });
  return format({ units: divideRounding(units, power(scale - digits)), scale: digits });
}

/** Below zero when a < b, above zero when a > b, 0 when they are equal. */
export function compareDecimal(a: string, b: string): number {
  const [left, right] = align(parse(a), parse(b));
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The change from `previous` to `value` in percent, at most 12 decimals; null from a zero base (DOMAIN H). */
export function percentChange(value: string, previous: string): string | null {
  if (parse(previous).units === 0n) return null;
  return divideText(multiplyText(subtractText(value, previous), '100'), previous);
}

/** value / 10^digits, exactly. */
export function scaled(value: bigint | number, digits: number): string {
  return format({ units: BigInt(value), scale: digits });
}

/** Decimals by power of ten. */
const decimalPlaces = new Map(Array.from({ length: 13 }, (_, n) => [10 ** n, n]));

/** A whole number of smallest units in a unit that is `per` of them; at most 12 decimals. */
export function fromSmallest(value: bigint | number, per: readonly [number, number]): string {
  const [numerator, denominator] = per;
  const decimals = denominator === 1 ? decimalPlaces.get(numerator) : undefined;
  if (decimals !== undefined) return scaled(value, decimals);
  return format({
    units: divideRounding(BigInt(value) * BigInt(denominator) * power(12), BigInt(numerator)),
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
  return smallOf(text, per) ?? largeOf(text, per);
}

const smallPowers = Array.from({ length: 16 }, (_, n) => 10 ** n);

/** Doubles are exact up to 2^53, which nearly every cell stays under; null: not for sure. */
function smallOf(text: string, [numerator, denominator]: readonly [number, number]): Smallest | null {
  const negative = text.charCodeAt(0) === 45;
  const start = negative ? 1 : 0;
  if (text.length === start || text.length - start > 15) return null;
  let mantissa = 0;
  let point = -1;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) mantissa = mantissa * 10 + (code - 48);
    else if (code === 46 && point < 0) point = i;
    else return null;
  }
  const scale = point < 0 ? 0 : text.length - point - 1;
  const over = mantissa * numerator;
  const under = (smallPowers[scale] ?? Number.NaN) * denominator;
  if (!(over <= Number.MAX_SAFE_INTEGER && under <= Number.MAX_SAFE_INTEGER / 2)) return null;
  const rest = over % under;
  const whole = (over - rest) / under + (rest * 2 >= under ? 1 : 0);
  return { value: negative && whole !== 0 ? -whole : whole, exact: rest === 0 };
}

function largeOf(text: string, per: readonly [number, number]): Smallest {
  const { units, scale } = parse(text);
  const over = units * BigInt(per[0]);
  const under = power(scale) * BigInt(per[1]);
  const whole = divideRounding(over, under);
  const safe = whole >= BigInt(Number.MIN_SAFE_INTEGER) && whole <= BigInt(Number.MAX_SAFE_INTEGER);
  return { value: safe ? Number(whole) : whole, exact: over % under === 0n };
}
