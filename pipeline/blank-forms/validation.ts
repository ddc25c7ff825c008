/** What the cells of a column accept, as the spreadsheet program itself enforces it while somebody types. */
import type { ColumnSpec } from '../forms/define.js';
import { smallestPerUnit } from '../forms/define.js';
import type { DimensionName } from '../forms/units.js';
import { escapeAttribute, escapeXml } from '../office/xml.js';
import { columnName } from '../text/address.js';
import { type BlankForm, codesOf, type FormColumn, firstRow, isEventDate, lastRow } from './blank-form.js';
import { guidanceOf } from './guidance.js';

/** A data validation (ECMA-376 part 1, 18.3.1.32) over a range. */
export interface Validation {
  readonly range: string;
  readonly type: 'list' | 'whole' | 'decimal' | 'date' | 'textLength' | 'custom';
  /** One formula, or the two ends of a range. */
  readonly formulas: readonly string[];
  /** stop refuses the entry; warning asks whether it is meant. */
  readonly style: 'stop' | 'warning';
  readonly title: string;
  readonly error: string;
  readonly prompt: string;
}

type Accepts = Pick<Validation, 'type' | 'formulas' | 'style' | 'error'>;

/** The longest list that the validation itself may hold (Excel's limit); a longer one goes onto a sheet. */
const longestInline = 255;

const firstYear = 1949;
const yearsAhead = 50;
/** The same bound as in reading: 10^16 of the smallest unit. */
const most = 1e16;
const longestName = 100;
const longestText = 1000;

/**
 * The validation of a column's data cells; null for 序号 and 备注.
 * @param listed the range of a list of names on another sheet, as an absolute reference; null: there is none
 */
export function validationOf(blank: BlankForm, column: FormColumn, listed: string | null): Validation | null {
  const { spec, position, header } = column;
  if (spec === null) return null;
  const letters = columnName(position - 1);
  const { what, example } = guidanceOf(blank, column);
  const prompt = [...what, ...(example === '' ? [] : [`例：${example}`])].join('\n');
  return {
    range: `${letters}${firstRow}:${letters}${lastRow}`,
    ...accepts(blank, column, spec, `${letters}${firstRow}`, listed),
    title: clip(header, 32),
    prompt: clip(prompt, 255),
  };
}

function accepts(
  blank: BlankForm,
  { field }: FormColumn,
  spec: ColumnSpec,
  cell: string,
  listed: string | null,
): Accepts {
  const codes = codesOf(spec);
  if (codes) {
    const error = `请从下拉列表中选择：${codes.join('、')}。`;
    return { type: 'list', formulas: [listed ?? inlineList(codes)], style: 'stop', error };
  }
  if (listed !== null) {
    const error = '名称不在下拉列表中。确认无误的，可以照填。';
    return { type: 'list', formulas: [listed], style: 'warning', error };
  }
  switch (spec.kind) {
    case 'measure':
      return acceptsNumber(spec);
    case 'year':
      return acceptsYear(blank.asOf, spec);
    case 'date':
      if (spec.precision !== 'day') return acceptsPartOfDate(blank.asOf, cell);
      return isEventDate(blank.form, field) ? acceptsEventDate(blank) : acceptsDate(blank.asOf);
    case 'credit_code':
      return {
        type: 'custom',
        formulas: [creditCodeFormula(cell)],
        style: 'stop',
        error: '统一社会信用代码应为18位，且校验码不符：请对照营业执照核对每一位。',
      };
    case 'identity_number':
      return {
        type: 'custom',
        formulas: [identityNumberFormula(cell)],
        // Where only some numbers are checked, the others must get through.
        style: spec.checkedWhere === null ? 'stop' : 'warning',
        error: '身份证号应为18位，出生日期和校验码要对得上：请对照证件核对每一位。',
      };
    case 'division_code':
      return {
        type: 'custom',
        formulas: [`AND(LEN(${cell})=12,ISNUMBER(--${cell}))`],
        style: 'stop',
        error: '区划代码应为12位数字。',
      };
    case 'phone':
      return { ...acceptsText(7, 30), error: '请填电话号码，7位以上，座机带区号。' };
    default: {
      const longest =
        spec.kind === 'name' || spec.personal === 'name' || isInKey(blank, field) ? longestName : longestText;
      return acceptsText(1, longest);
    }
  }
}

const isInKey = ({ form }: BlankForm, field: string | null) => field !== null && form.key.includes(field);

function acceptsText(shortest: number, longest: number): Accepts {
  return {
    type: 'textLength',
    formulas: [String(shortest), String(longest)],
    style: 'stop',
    error: `内容过长：最多${longest}个字。`,
  };
}

/** What is counted by whole things, and what cannot lie below zero. */
const whole: ReadonlySet<DimensionName> = new Set(['people', 'households', 'count', 'years']);
const signed: ReadonlySet<DimensionName> = new Set(['money', 'percent', 'plain']);

function acceptsNumber(spec: ColumnSpec): Accepts {
  const dimension = spec.dimension ?? 'plain';
  const [numerator, denominator] = smallestPerUnit(spec);
  const limit = Math.floor((most * denominator) / numerator);
  const minimum = spec.minimum ?? (signed.has(dimension) ? -limit : 0);
  const maximum = spec.maximum ?? limit;
  const bounds = [
    ...(spec.minimum === null && signed.has(dimension) ? [] : [`不小于${minimum}`]),
    ...(spec.maximum === null ? [] : [`不大于${maximum}`]),
  ].join('、');
  const number = whole.has(dimension) ? '整数' : '数字';
  const unit = spec.unit ? `单位是${spec.unit}，` : '';
  return {
    type: whole.has(dimension) ? 'whole' : 'decimal',
    formulas: [String(minimum), String(maximum)],
    style: 'stop',
    error: `请填${bounds}${bounds === '' ? '' : '的'}${number}，${unit}不要带单位、逗号或文字。`,
  };
}

function acceptsYear(asOf: string, spec: ColumnSpec): Accepts {
  const first = spec.minimum ?? firstYear;
  const last = spec.maximum ?? Number(asOf.slice(0, 4)) + yearsAhead;
  return {
    type: 'whole',
    formulas: [String(first), String(last)],
    style: 'stop',
    error: `请填${first}到${last}之间的四位年份，只填数字。`,
  };
}

function acceptsDate(asOf: string): Accepts {
  const last = `${Number(asOf.slice(0, 4)) + yearsAhead}-12-31`;
  return {
    type: 'date',
    formulas: [String(serial(`${firstYear}-01-01`)), String(serial(last))],
    style: 'stop',
    error: `请填完整的日期，例如 ${asOf}。`,
  };
}

/** An event of another year holds its row back, unless the form itself says which are in order. */
function acceptsEventDate({ form, asOf }: BlankForm): Accepts {
  const year = asOf.slice(0, 4);
  const also = form.alsoInOrder;
  return {
    type: 'date',
    formulas: [String(serial(`${year}-01-01`)), String(serial(`${year}-12-31`))],
    style: also ? 'warning' : 'stop',
    error: `本表填${year}年的事项，请填${year}年内的完整日期。${also ? `${also.sentence}。` : ''}`,
  };
}

/** 2022, 2022年, 2022-06, 2022年6月: text that begins with a year. */
function acceptsPartOfDate(asOf: string, cell: string): Accepts {
  const last = Number(asOf.slice(0, 4)) + yearsAhead;
  return {
    type: 'custom',
    formulas: [`AND(--LEFT(${cell},4)>=${firstYear},--LEFT(${cell},4)<=${last},LEN(${cell})<=12)`],
    style: 'stop',
    error: '请填年份、年月或日期，例如 2022年、2022年6月。',
  };
}

/**
 * The check of GB 32100 (DOMAIN C): the sum of value × weight over all 18 characters is a multiple of 31, where
 * the check character weighs 1. A 15-digit number from before 2015 gets through. Validations may hold neither
 * array constants nor more than 255 characters, and rows that are named would move: hence INDIRECT.
 */
export function creditCodeFormula(cell: string): string {
  const each = 'ROW(INDIRECT("1:18"))';
  const value = `FIND(MID(UPPER(${cell}),${each},1),"0123456789ABCDEFGHJKLMNPQRTUWXY")-1`;
  return `IF(LEN(${cell})=15,ISNUMBER(--${cell}),AND(LEN(${cell})=18,MOD(SUMPRODUCT((${value})*3^MOD(${each}-1,17)),31)=0))`;
}

/** The check of GB 11643 (DOMAIN C), whose weights are the powers of 2 modulo 11; and a real date of birth. */
export function identityNumberFormula(cell: string): string {
  const each = 'ROW(INDIRECT("1:17"))';
  const check = `MID("10X98765432",MOD(SUMPRODUCT(MID(${cell},${each},1)*2^(18-${each})),11)+1,1)`;
  return `AND(LEN(${cell})=18,ISNUMBER(--TEXT(MID(${cell},7,8),"0-00-00")),${check}=UPPER(RIGHT(${cell})))`;
}

/** A list of codes inside the formula. @throws Error where it does not fit: it must go onto a sheet then. */
function inlineList(codes: readonly string[]): string {
  const list = codes.join(',');
  if (!fitsInline(codes)) throw new Error(`a list of ${list.length} characters does not fit a validation`);
  return `"${list}"`;
}

/** Whether the validation itself can hold a list: short enough, and no code with a comma or a quote. */
export function fitsInline(codes: readonly string[]): boolean {
  return codes.join(',').length <= longestInline && !codes.some((code) => /[",]/.test(code));
}

/** Day number of a date as a spreadsheet counts from 1900. */
export function serial(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000) + 25_569;
}

function clip(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** The element of the sheet's part. */
export function validationsXml(validations: readonly Validation[]): string {
  const each = validations.map(
    ({ range, type, formulas, style, title, error, prompt }) =>
      `<dataValidation type="${type}" allowBlank="1" showInputMessage="1" showErrorMessage="1" errorStyle="${style}"` +
      ` errorTitle="${escapeAttribute(title)}" error="${escapeAttribute(clip(error, 225))}"` +
      ` promptTitle="${escapeAttribute(title)}" prompt="${escapeAttribute(prompt)}" sqref="${range}">` +
      formulas.map((formula, at) => `<formula${at + 1}>${escapeXml(formula)}</formula${at + 1}>`).join('') +
      '</dataValidation>',
  );
  return `<dataValidations count="${each.length}">${each.join('')}</dataValidations>`;
}
