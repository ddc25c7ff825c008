import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadChecks } from '../pipeline/checks/catalogue.js';
import { rules } from '../pipeline/findings/rules/index.js';
import { choice, defineForm, type Form, measure, roster } from '../pipeline/forms/define.js';
import { forms } from '../pipeline/forms/index.js';
import { loadIndicators } from '../pipeline/indicators/catalogue.js';
import { formsPage, referencePages } from '../pipeline/reference.js';

const pages = referencePages('.');
const pageOf = (name: string) => pages.get(name) ?? '';

describe('the reference pages', () => {
  it.each([...pages])('%s is what the definitions say now; else run "npm run docs"', (name, text) => {
    expect(readFileSync(name, 'utf8')).toBe(text);
  });

  it('describe every form with every column, every indicator, check and rule', () => {
    for (const form of forms as readonly Form[]) {
      const block = pageOf('pipeline/forms/README.md')
        .split(`<a id="${form.id}"></a>`)[1]
        ?.split('<a id=')[0];
      for (const name of Object.keys(form.columns)) expect(block, form.id).toContain(`| \`${name}\` |`);
    }
    const named = (page: string, ids: readonly string[]) => {
      for (const id of ids) expect(pageOf(page)).toContain(`\`${id}\``);
    };
    named(
      'sql/indicators/README.md',
      loadIndicators('sql/indicators').map(({ id }) => id),
    );
    named(
      'sql/checks/README.md',
      loadChecks('sql/checks').map(({ id }) => id),
    );
    named('pipeline/findings/README.md', Object.keys(rules));
  });

  it('say what is special of a column', () => {
    const form = defineForm({
      id: 'wells',
      title: '机井',
      departments: ['水利站'],
      shape: roster,
      key: ['depth'],
      columns: {
        depth: measure('井深', 'length', '米')
          .alias({ header: '深度', until: 2020 })
          .mustNameUnit()
          .required(),
        use: choice('用途', { 灌溉: ['浇地'], 饮水: [] }).alias({
          header: '是否灌溉',
          words: { 是: '灌溉', '*': '饮水' },
        }),
      },
    });
    const text = formsPage([form]);
    expect(text).toContain('| 井深 ! | `depth` | 深度（至2020年） | 数字，米 | 没有写明单位的是差错 |  |');
    expect(text).toContain(
      '| 用途 | `use` | 是否灌溉（是 → 灌溉，其他 → 饮水） | 灌溉（浇地）；饮水 |  |  |',
    );
  });
});
