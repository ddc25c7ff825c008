/**
 * Exact decimal sums over the text of cells. A number is read as an integer and its count of decimals; sums stay
 * in safe integers as long as they fit and move to BigInt when they do not.
 */

/** An exact decimal: `int` × 10^-scale. */
export interface Decimal {
  readonly int: number | bigint;
  readonly scale: number;
}

const SAFE_DIGITS = 15;

/**
 * The decimal of a text that is a plain number (digits, one point, a leading sign; separators and blanks between
 * them are taken out), else null. Exponents are read only when `exponent` is given, for cells that are numbers.
 */
export function readDecimal(text: string, exponent = false): Decimal | null {
  let int = 0;
  let digits = 0;
  let scale = -1;
  let negative = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      int = int * 10 + (c - 48);
      digits++;
      if (scale >= 0) scale++;
    } else if (c === 46) {
      if (scale >= 0) return null;
      scale = 0;
    } else if (c === 45 && i === 0) negative = true;
    else if (canBeInNumber(c, exponent)) return readSlowly(text, exponent);
    else return null;
  }
  if (digits === 0) return null;
  if (digits > SAFE_DIGITS) {
    return scale < 0 ? { int: narrow(BigInt(text)), scale: 0 } : readSlowly(text, exponent);
  }
  return { int: negative ? -int : int, scale: Math.max(scale, 0) };
}

/** Whether `readDecimal` finds a number, which a column that nobody adds up need not give. */
export function isDecimal(text: string, exponent = false): boolean {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) digits++;
    else if (c === 45 && i === 0) continue;
    else return (c === 46 || canBeInNumber(c, exponent)) && readDecimal(text, exponent) !== null;
  }
  return digits > 0;
}

/** Blanks, separators, quotes, full-width characters, and the e of an exponent; anything else ends all hope. */
function canBeInNumber(c: number, exponent: boolean): boolean {
  if (c === 69 || c === 101) return exponent;
  return (
    c <= 32 || c === 39 || c === 43 || c === 44 || c === 160 || (c >= 0x2010 && c <= 0x301f) || c >= 0xff00
  );
}

const LEADING = /^[\s'‘’“”"\d.\-+−－０-９（(]/;
const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const EXPONENT = /^([+-]?\d*(?:\.\d*)?)[eE]([+-]?\d{1,3})$/;

function readSlowly(text: string, exponent: boolean): Decimal | null {
  if (!LEADING.test(text)) return null;
  let plain = text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/−/g, '-')
    .replace(/[\s\u3000\u00a0,'‘’]+/g, '');
  let shift = 0;
  if (exponent) {
    const parts = EXPONENT.exec(plain);
    if (parts) {
      plain = parts[1] ?? '';
      shift = Number(parts[2]);
    }
  }
  const match = PLAIN.exec(plain);
  if (!match) return null;
  const whole = match[2] ?? '';
  const decimals = match[3] ?? '';
  if (whole + decimals === '') return null;
  let int = BigInt(whole + decimals) * (match[1] === '-' ? -1n : 1n);
  let scale = decimals.length - shift;
  if (scale < 0) {
    int *= 10n ** BigInt(-scale);
    scale = 0;
  }
  return { int: narrow(int), scale };
}

function narrow(int: bigint): number | bigint {
  return int >= -9007199254740991n && int <= 9007199254740991n ? Number(int) : int;
}

function scaled(value: Decimal, scale: number): bigint {
  return BigInt(value.int) * 10n ** BigInt(scale - value.scale);
}

const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

export function add(a: Decimal, b: Decimal): Decimal {
  if (typeof a.int === 'number' && typeof b.int === 'number') {
    if (a.scale === b.scale) {
      const int = a.int + b.int;
      if (Number.isSafeInteger(int)) return { int, scale: a.scale };
    }
    const scale = Math.max(a.scale, b.scale);
    const left = POWERS[scale - a.scale];
    const right = POWERS[scale - b.scale];
    if (left !== undefined && right !== undefined) {
      const x = a.int * left;
      const y = b.int * right;
      const int = x + y;
      if (Number.isSafeInteger(x) && Number.isSafeInteger(y) && Number.isSafeInteger(int)) {
        return { int, scale };
      }
    }
  }
  const scale = Math.max(a.scale, b.scale);
  return { int: narrow(scaled(a, scale) + scaled(b, scale)), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { int: -b.int, scale: b.scale });
}

export function isZero(a: Decimal): boolean {
  return a.int === 0 || a.int === 0n;
}

/** Whether two decimals are the same once rounded, half away from zero, to the coarser of both scales. */
export function agree(a: Decimal, b: Decimal): boolean {
  const scale = Math.min(a.scale, b.scale);
  return rounded(a, scale) === rounded(b, scale);
}

function rounded(value: Decimal, scale: number): bigint {
  const by = 10n ** BigInt(value.scale - scale);
  const int = BigInt(value.int);
  const half = by / 2n;
  return int < 0n ? -((-int + half) / by) : (int + half) / by;
}

/** As text, without trailing zeros behind the point. */
export function decimalText(value: Decimal): string {
  const int = BigInt(value.int);
  const digits = (int < 0n ? -int : int).toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const decimals = value.scale === 0 ? '' : digits.slice(-value.scale).replace(/0+$/, '');
  return (int < 0n ? '-' : '') + whole + (decimals === '' ? '' : `.${decimals}`);
}

export const zero: Decimal = { int: 0, scale: 0 };
