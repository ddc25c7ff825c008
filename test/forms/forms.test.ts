import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Form, RowValues } from '../../pipeline/forms/define.js';
import { remarkHeaders, serialHeaders } from '../../pipeline/forms/define.js';
import { enterprises } from '../../pipeline/forms/enterprises.js';
import { formById, forms } from '../../pipeline/forms/index.js';
import { insurance_payments } from '../../pipeline/forms/insurance_payments.js';
import { petitions } from '../../pipeline/forms/petitions.js';
import { fold } from '../../pipeline/text/fold.js';

/** Modules of the folder that are no department's form. */
const others = ['columns', 'define', 'lists', 'units', 'index'];
const all: readonly Form[] = forms;

describe('the forms’ index', () => {
  it('holds every module of the folder, under the module’s name', () => {
    const modules = readdirSync('pipeline/forms')
      .filter((name) => name.endsWith('.ts'))
      .map((name) => name.slice(0, -'.ts'.length))
      .filter((name) => !others.includes(name));
    const lacking = modules.filter((name) => !formById(name));
    expect(lacking, `pipeline/forms/index.ts lacks ${lacking.join(', ')}`).toEqual([]);
    expect(all.map(({ id }) => id).toSorted()).toEqual(modules.toSorted());
  });

  it('keeps the order of the reference, wherever later departments stand', () => {
    const reference = [
      'enterprises',
      'insurance_payments',
      'roads',
      'schools',
      'petitions',
      'party_branches',
      'villages',
      'village_spending',
      'projects',
      'rural_funds',
      'activities',
      'accidents',
      'polluting_workshops',
      'discipline_cases',
      'communities',
    ];
    expect(all.map(({ id }) => id).filter((id) => reference.includes(id))).toEqual(reference);
  });
});

describe.each(all.map((form) => [form.id, form] as const))('%s', (_, form) => {
  const columns = Object.entries(form.columns).map(([name, { spec }]) => ({ name, ...spec }));

  it('gives each header to one column, but where one column fills two', () => {
    const taken = new Map<string, string>();
    for (const { name, header, aliases, rangeEnd } of columns) {
      for (const written of [header, ...aliases.map((alias) => alias.header)]) {
        const other = taken.get(fold(written));
        if (rangeEnd === null || other === undefined) expect(other, `${written} of ${name}`).toBeUndefined();
        taken.set(fold(written), name);
      }
    }
  });

  it('has no standard header that means 序号 or 备注', () => {
    const reserved: readonly string[] = [...serialHeaders, ...remarkHeaders];
    expect(columns.filter(({ header }) => reserved.includes(header))).toEqual([]);
  });

  it('writes each value of a list in one way only', () => {
    for (const { name, choices } of columns) {
      const written = Object.entries(choices ?? {}).flatMap(([value, others]) => [value, ...others]);
      expect(new Set(written.map(fold)).size, name).toBe(written.length);
    }
  });

  it('shows an example in every required column, and one of the allowed values in a list', () => {
    for (const { name, required, example, choices } of columns) {
      if (required) expect(example, name).not.toBe('');
      if (choices && example !== '') expect(Object.keys(choices), name).toContain(example);
    }
  });

  it('requires its event date', () => {
    if (form.shape.kind === 'events') expect(form.columns[form.shape.date]?.spec.required).toBe(true);
  });
});

function chosen(form: Form, column: string, written: string): string | undefined {
  const { choices, patterns } = form.columns[column]?.spec ?? { choices: null, patterns: [] };
  const listed = Object.entries(choices ?? {}).find(
    ([value, others]) => value === written || others.includes(written),
  );
  return listed?.[0] ?? patterns.find(({ pattern }) => pattern.test(written))?.value;
}

describe('rules that are functions', () => {
  it('count every kind of company as 企业, and what the registry lists beside them as what it is', () => {
    const category = (written: string) => chosen(enterprises, 'category', written);
    for (const company of [
      '有限责任公司',
      '股份有限公司（非上市）',
      '个人独资企业',
      '合伙企业',
      '普通合伙',
    ]) {
      expect(category(company), company).toBe('企业');
    }
    expect(category('个体工商户')).toBe('个体工商户');
    expect(category('农民专业合作社联合社')).toBe('农民专业合作社');
    for (const other of ['事业单位', '民办非企业单位', '社会团体', '家庭农场']) {
      expect(category(other), other).toBe('其他');
    }
    expect(category('未分类')).toBeUndefined();
  });

  it('let taxpayer type and size be empty for those that are no enterprise', () => {
    for (const column of [enterprises.columns.taxpayer_type, enterprises.columns.size]) {
      const rule = column.spec.mayBeEmpty;
      if (typeof rule === 'boolean') throw new Error('a rule is expected');
      expect(rule.holds({ category: '个体工商户' })).toBe(true);
      expect(rule.holds({ category: '农民专业合作社' })).toBe(true);
      expect(rule.holds({ category: '企业' })).toBe(false);
    }
  });

  it('take a registry row with a cancellation date and no status as cancelled', () => {
    const from = enterprises.columns.status.spec.defaultFrom;
    expect(from?.holds({ cancelled_date: '2021-03-01' })).toBe('注销');
    expect(from?.holds({ cancelled_date: null })).toBe('存续');
  });

  it.each([
    ['城乡居民基本养老保险', '养老'],
    ['居民养老', '养老'],
    ['城乡居民基本医疗保险', '医疗'],
    ['居民医保', '医疗'],
    ['新农合', '医疗'],
    ['2022年度城乡居民基本医疗保险费', '医疗'],
    ['城乡居民养老、医疗保险', undefined],
    ['失业保险', undefined],
  ])('read the insurance type %s as %s', (written, value) => {
    expect(chosen(insurance_payments, 'insurance_type', written)).toBe(value);
  });

  it('check only the numbers of resident identity cards', () => {
    const rule = insurance_payments.columns.person_id.spec.checkedWhere;
    expect(rule?.holds({ id_type: '居民身份证' })).toBe(true);
    expect(rule?.holds({ id_type: '港澳居民来往内地通行证' })).toBe(false);
  });

  it.each<[string, RowValues, boolean]>([
    ['closed this year', { registered_date: '2020-05-01', closed_date: '2021-02-01' }, true],
    ['still open', { registered_date: '2019-05-01', closed_date: null }, true],
    ['closed in an earlier year', { registered_date: '2019-05-01', closed_date: '2020-02-01' }, false],
    ['registered after the year', { registered_date: '2022-01-04', closed_date: null }, false],
  ])('list a petition of another year again when it was %s', (_, row, inOrder) => {
    expect(petitions.alsoInOrder?.holds(row, 2021)).toBe(inOrder);
  });
});
