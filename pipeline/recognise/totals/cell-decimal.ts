/** Exact decimals from the text of cells. */
import { type Decimal, narrow } from '../../text/decimal.js';

const safeDigits = 15;

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
  if (digits > safeDigits) {
    return scale < 0 ? { int: narrow(BigInt(text)), scale: 0 } : readSlowly(text, exponent);
  }
  return { int: negative ? -int : int, scale: Math.max(scale, 0) };
}

/** Whether `readDecimal` finds a number, which a column that nobody adds up need not give. */
export function holdsDecimal(text: string, exponent = false): boolean {
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

const leading = /^[\s'‘’“”"\d.\-+−－０-９（(]/;
const plainForm = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const exponentForm = /^([+-]?\d*(?:\.\d*)?)[eE]([+-]?\d{1,3})$/;

function readSlowly(text: string, exponent: boolean): Decimal | null {
  if (!leading.test(text)) return null;
  let plain = text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/−/g, '-')
    .replace(/[\s\u3000\u00a0,'‘’]+/g, '');
  let shift = 0;
  if (exponent) {
    const parts = exponentForm.exec(plain);
    if (parts) {
      plain = parts[1] ?? '';
      shift = Number(parts[2]);
    }
  }
  const match = plainForm.exec(plain);
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
