/** Codes with their check digits (DOMAIN C): never guessed, never repaired. */
import { Kind } from '../intake/workbook.js';
import {
  creditCheck,
  hasBirthDate,
  hasIdentityShape,
  identityCheck,
  inCreditAlphabet,
  organisationCheck,
} from '../text/codes.js';
import { fold } from '../text/fold.js';
import {
  doubt,
  fail,
  hasLostDigits,
  type Read,
  type Reader,
  type Report,
  saysEmpty,
  withoutQuotes,
} from './reader.js';

const digits = (text: string, count: number) => text.length === count && /^\d+$/.test(text);

/** Folded, in capitals, without quotes; what is written so already comes back as it is. */
function plain(text: string): string {
  return /^[0-9A-Z]+$/.test(text) ? text : fold(withoutQuotes(text)).toUpperCase();
}

/** 统一社会信用代码. */
export function creditCodeReader(): Reader {
  return (text, kind, report) => {
    const code = plain(text);
    if (code.length !== 18 || kind === Kind.number) return unusualCreditCode(text, code, kind, report);
    return checkedCreditCode(code, report);
  };
}

function checkedCreditCode(code: string, report: Report): Read {
  if (!inCreditAlphabet(code)) return fail(report, 'credit_code.characters');
  if (creditCheck(code) !== code.charAt(17)) {
    return looksRounded(code)
      ? fail(report, 'credit_code.damaged')
      : doubt(code, report, 'credit_code.check_character');
  }
  if (organisationCheck(code) !== code.charAt(16)) report('credit_code.organisation_part', 'warning');
  return code;
}

function unusualCreditCode(text: string, code: string, kind: Kind, report: Report): Read {
  if (saysEmpty(text)) return null;
  if (hasLostDigits(code, kind === Kind.number)) return fail(report, 'credit_code.damaged');
  if (digits(code, 15)) {
    report('credit_code.old_number', 'warning');
    return code;
  }
  if (code.length !== 18) return fail(report, 'credit_code.length', { length: [...code].length });
  return checkedCreditCode(code, report);
}

/** Digits that a spreadsheet rounded before they were saved as text: the last three are zeros. */
function looksRounded(code: string): boolean {
  return digits(code, 18) && code.endsWith('000');
}

/**
 * 公民身份号码.
 * @param checked whether the number of this row is one whose check digit is asked for.
 */
export function identityNumberReader(checked: () => boolean): Reader {
  return (text, kind, report) => {
    const number = plain(text);
    const isNumber = kind === Kind.number;
    if (hasIdentityShape(number) && !isNumber && checked()) return checkedIdentity(number, report);
    if (saysEmpty(text)) return null;
    if (hasLostDigits(number, isNumber)) return fail(report, 'identity_number.damaged');
    if (!checked()) return number;
    return doubt(
      number,
      report,
      digits(number, 15) ? 'identity_number.old_number' : 'identity_number.shape',
      {
        length: [...number].length,
      },
    );
  };
}

function checkedIdentity(number: string, report: Report): Read {
  const right = identityCheck(number) === number.charAt(17);
  if (right && hasBirthDate(number)) return number;
  if (!right && looksRounded(number)) return fail(report, 'identity_number.damaged');
  return right || !hasBirthDate(number)
    ? fail(report, 'identity_number.birth_date')
    : doubt(number, report, 'identity_number.check_character');
}

/** 统计用区划代码 of a village. */
export function divisionCodeReader(): Reader {
  return (text, _kind, report) => {
    const code = plain(text);
    if (digits(code, 12)) return code;
    if (saysEmpty(text)) return null;
    if (hasLostDigits(code, false)) return fail(report, 'division_code.damaged');
    return fail(report, 'division_code.shape', { length: [...code].length });
  };
}

/** Telephone numbers, as written but for blanks and width: they are only ever shown masked. */
export function phoneReader(): Reader {
  return (text) => (saysEmpty(text) ? null : fold(withoutQuotes(text)));
}
