/** What goes into a column, in words: for the note on its header and for the instruction sheet. */
import type { ColumnKind, ColumnSpec } from '../forms/define.js';
import { type BlankForm, codesOf, type FormColumn, isEventDate, mustBeFilled } from './blank-form.js';

export interface Guidance {
  /** 必填, 按情况必填, 选填. */
  readonly need: string;
  /** Sentences without their full stops. */
  readonly what: readonly string[];
  /** '' where there is none. */
  readonly example: string;
}

const kinds: Readonly<Record<ColumnKind, string>> = {
  text: '填文字',
  name: '填名称，与往年的写法一致',
  list: '几个名称之间用顿号隔开',
  choice: '从下拉列表中选择',
  yes_no: '从下拉列表中选“是”或“否”',
  date: '填日期，年月日齐全',
  year: '填四位年份，只填数字',
  measure: '填数字，不写单位',
  credit_code: '填18位代码，表格会核对校验码',
  identity_number: '填18位号码，表格会核对出生日期和校验码',
  phone: '填电话号码',
  division_code: '填12位数字',
};

const needs = { always: '必填', sometimes: '按情况必填', never: '选填' } as const;

export function guidanceOf(blank: BlankForm, { field, spec, header }: FormColumn): Guidance {
  if (spec === null) {
    return { need: '选填', what: [header === '序号' ? '填顺序号' : '需要说明的情况'], example: '' };
  }
  const sentences = [
    whatFor(spec),
    ...(isEventDate(blank.form, field) ? [`${blank.asOf.slice(0, 4)}年内的日期`] : []),
    ...(typeof spec.mayBeEmpty === 'boolean' ? [] : [spec.mayBeEmpty.sentence]),
    ...(spec.default === null ? [] : [`不填按${shownDefault(spec, spec.default)}`]),
    ...(spec.defaultFrom ? [spec.defaultFrom.sentence] : []),
    ...(spec.checkedWhere ? [spec.checkedWhere.sentence] : []),
    ...spec.note.split('；').filter((clause) => concernsBlankForm(clause, spec)),
  ];
  return {
    need: needs[mustBeFilled(spec)],
    what: sentences.filter((sentence, at) => sentence !== '' && sentences.indexOf(sentence) === at),
    example: exampleOf(blank, field, spec),
  };
}

function whatFor(spec: ColumnSpec): string {
  if (spec.kind === 'measure' && spec.unit) return `填数字（${spec.unit}），不写单位`;
  if (spec.kind === 'date' && spec.precision !== 'day') return '填年份、年月或日期';
  return kinds[spec.kind];
}

const shownDefault = (spec: ColumnSpec, value: string | number) =>
  spec.kind === 'yes_no' ? (codesOf(spec)?.[value === 1 ? 0 : 1] ?? '') : value;

/** A form's notes speak of any layout; ours has settled the units, the columns and which of them are text. */
function concernsBlankForm(clause: string, spec: ColumnSpec): boolean {
  return clause !== spec.unit && !/^也可以|写明|不填按|按文本填写/.test(clause);
}

function exampleOf({ form, asOf }: BlankForm, field: string | null, spec: ColumnSpec): string {
  const { example, kind } = spec;
  if (kind === 'measure') return example.replace(/[^\d.]+$/, '');
  return isEventDate(form, field) ? example.replace(/^\d{4}/, asOf.slice(0, 4)) : example;
}
