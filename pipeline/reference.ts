/**
 * Writes the reference pages beside what they describe, from the definitions themselves: `npm run docs`.
 * A test fails where a page is stale.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Check, isGeneric, loadChecks } from './checks/catalogue.js';
import type { RuleText } from './findings/rule-text.js';
import { rules } from './findings/rules/index.js';
import { type ColumnKind, type ColumnSpec, type Form, isAsked } from './forms/define.js';
import { forms } from './forms/index.js';
import { type Indicator, loadIndicators } from './indicators/catalogue.js';
import { sections } from './publication/publication.js';
import { compareText } from './text/fold.js';

const generated =
  '<!-- 由 npm run docs 从定义生成，请勿手改。Generated from the definitions; do not edit. -->';

/** Every page, by its path below the project's folder. */
export function referencePages(root: string): ReadonlyMap<string, string> {
  return new Map([
    ['pipeline/forms/README.md', formsPage(forms)],
    ['pipeline/findings/README.md', rulesPage(rules)],
    ['sql/indicators/README.md', indicatorsPage(loadIndicators(path.join(root, 'sql/indicators')), forms)],
    ['sql/checks/README.md', checksPage(loadChecks(path.join(root, 'sql/checks')), forms)],
  ]);
}

const page = (...blocks: readonly string[]) => `${[generated, ...blocks].join('\n\n')}\n`;
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string) => `\`${text}\``;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), `| ${header.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

// ---- pipeline/forms/README.md

export function formsPage(all: readonly Form[]): string {
  return page(
    '# 部门报表',
    'The department forms. Each is one module of this folder, declared with `defineForm` and listed in `index.ts`; the table, the header recogniser, the validation, the blank form and this page follow from it.',
    '表头匹配时不计空白、换行、全角半角和括号里的内容（括号里的单位除外）。各表都可以有序号、备注两列。“!”：表中必须有这一列。',
    all
      .map((form) => `- [${form.title}](#${form.id}) ${code(form.id)}：${form.departments[0] ?? ''}`)
      .join('\n'),
    ...all.flatMap(formBlocks),
  );
}

function formBlocks(form: Form): string[] {
  const columns = Object.entries(form.columns);
  const headerOf = (name: string) => form.columns[name]?.spec.header ?? name;
  const facts = [
    `填报部门：${form.departments.join('、')}`,
    form.shape.kind === 'roster'
      ? '名册：截至报表日期的状况'
      : `事项：按${headerOf(form.shape.date)}计入，从1月1日累计到报表日期`,
    `主键：${form.key.map(headerOf).join(' + ')}${form.keyElse === 'all' ? '；有缺的，以全部各列为主键' : ''}`,
    ...(form.recognisedBy
      ? [
          `识别：标题或工作表名中有${form.recognisedBy.words.join('、')}，或有${form.recognisedBy.columns.map(headerOf).join('、')}一列`,
        ]
      : []),
    ...(form.parts ? [`可以按${headerOf(form.parts)}分开报送，也可以分开零报告`] : []),
    ...(form.titleMayNameNextYear ? ['标题中的年度可以是下一年'] : []),
    ...(form.alsoInOrder ? [form.alsoInOrder.sentence] : []),
  ];
  return [
    `<a id="${form.id}"></a>`,
    `## ${form.title} ${code(form.id)}`,
    facts.map((fact) => `- ${fact}`).join('\n'),
    table(
      ['标准表头', '字段', '别名', '内容', '说明', '示例'],
      columns.map(([name, { spec }]) => [
        `${spec.header}${spec.required ? ' !' : spec.needed ? ' •' : ''}`,
        code(name),
        aliases(spec),
        contents(spec),
        remarks(spec),
        spec.example,
      ]),
    ),
  ];
}

function aliases(spec: ColumnSpec): string {
  return [
    ...spec.aliases.map(({ header, until, warn, words }) => {
      const remarks = [
        ...(until === undefined ? [] : [`至${until}年`]),
        ...(warn === undefined ? [] : ['有警告']),
        ...(words === undefined ? [] : [wordsOf(words)]),
      ];
      return remarks.length > 0 ? `${header}（${remarks.join('，')}）` : header;
    }),
    ...spec.joinedFrom.map(([first, second]) => `${first} + ${second}`),
  ].join('、');
}

/** The first word for each value stands for all of them. */
function wordsOf(words: Readonly<Record<string, string>>): string {
  const first = new Map<string, string>();
  for (const [word, value] of Object.entries(words)) {
    if (!first.has(value)) first.set(value, word === '*' ? '其他' : word);
  }
  return [...first].map(([value, word]) => `${word} → ${value}`).join('，');
}

const kinds: Readonly<Record<ColumnKind, string>> = {
  text: '文字',
  name: '名称',
  choice: '',
  yes_no: '是、否',
  date: '日期',
  year: '年份',
  measure: '',
  credit_code: '统一社会信用代码',
  identity_number: '公民身份号码',
  phone: '电话',
  division_code: '区划代码',
  list: '多个名称',
};

function contents(spec: ColumnSpec): string {
  const words = () => {
    if (spec.choices) {
      return Object.entries(spec.choices)
        .map(([value, others]) => (others.length > 0 ? `${value}（${others.join('、')}）` : value))
        .join('；');
    }
    if (spec.dimension !== null) return spec.unit ? `数字，${spec.unit}` : '数字';
    if (spec.kind === 'date' && spec.precision !== 'day') return '年、年月或日期';
    return kinds[spec.kind];
  };
  return spec.personal === null ? words() : `${words()}；个人信息`;
}

function remarks(spec: ColumnSpec): string {
  return [
    ...(isAsked(spec) && spec.mayBeEmpty === true ? ['单元格可以不填'] : []),
    ...(typeof spec.mayBeEmpty === 'boolean' ? [] : [spec.mayBeEmpty.sentence]),
    ...(spec.default === null
      ? []
      : [`不填按${spec.kind === 'yes_no' ? yesOrNo(spec.default) : spec.default}`]),
    ...(spec.defaultFrom ? [spec.defaultFrom.sentence] : []),
    ...(spec.checkedWhere ? [spec.checkedWhere.sentence] : []),
    ...(spec.defaultUnit ? [] : ['没有写明单位的是差错']),
    ...spec.note.split('；'),
  ]
    .filter((sentence, index, all) => sentence !== '' && all.indexOf(sentence) === index)
    .join('；');
}

const yesOrNo = (value: string | number) => (value === 1 ? '是' : '否');

// ---- pipeline/findings/README.md

export function rulesPage(all: Readonly<Record<string, RuleText>>): string {
  return page(
    '# 审核规则',
    'The rules of reading and validating, by the id that `findings.csv` carries and that a waiver names. Cross-table checks are in [sql/checks](../../sql/checks/README.md).',
    '花括号中的内容由具体的单元格填入。',
    table(
      ['规则', '内容', '怎么办'],
      Object.keys(all)
        .toSorted(compareText)
        .map((id) => [code(id), all[id]?.zh ?? '', all[id]?.fix.zh ?? '']),
    ),
  );
}

// ---- sql/indicators/README.md

const indicatorKinds: Readonly<Record<Indicator['kind'], string>> = {
  stock: '时点',
  flow: '时期',
  planned: '规划',
  ratio: '比率',
};

export function indicatorsPage(all: readonly Indicator[], known: readonly Form[]): string {
  return page(
    '# 指标',
    'The figures of the annual report. Each is one file of this folder: a header of `-- key: value` lines, and the query that selects its evidence, one row per contributing source row. The id is the path with `/` written as `.`.',
    '时点：截止日的状况。时期：1月1日至截止日发生的。规划：设计或签约的数值。比率：由两个指标相除，增减按百分点。',
    ...[...new Set(all.map(({ section }) => section))].flatMap((section) => [
      `## ${section} ${sections[section] ?? ''}`.trimEnd(),
      table(
        ['指标', '名称', '单位', '类型', '口径', '来源'],
        all
          .filter((indicator) => indicator.section === section)
          .map((indicator) => [
            `[${code(indicator.id)}](${indicator.file})`,
            indicator.label,
            indicator.unit === '' ? '随行' : indicator.unit,
            indicatorKinds[indicator.kind],
            indicator.definition,
            source(indicator, known),
          ]),
      ),
    ]),
  );
}

function source(indicator: Indicator, known: readonly Form[]): string {
  if (indicator.parts) {
    const { numerator, denominator, factor } = indicator.parts;
    return `${code(numerator)} ÷ ${code(denominator)} × ${factor}`;
  }
  const form = known.find(({ id }) => id === indicator.form);
  const header = form?.columns[indicator.column]?.spec.header ?? indicator.column;
  const required = indicator.requires ? `；须有${indicator.requires.values.join('、')}` : '';
  return `${form?.title ?? indicator.form}：${header}${required}${indicator.zeroClaim ? '；零发生声明' : ''}`;
}

// ---- sql/checks/README.md

export function checksPage(all: readonly Check[], known: readonly Form[]): string {
  const title = (id: string) => known.find((form) => form.id === id)?.title ?? id;
  const needed = (id: string) => (id === 'previous' ? '上年同期' : title(id));
  return page(
    '# 勾稽关系',
    'The cross-table checks. Each is one file of this folder: a header of `-- key: value` lines, and the query that selects its violations; none means that the check holds. The id is the path with `/` written as `.`. A file below `generic/` is a template: every form whose columns declare its relation (`pipeline/forms/`) has the check, under the id `<form>.<template>`; what is run stands below the table.',
    '差错未消除时，所涉报表的指标为暂定；警告只作提示。两者都不扣下任何一行。缺少所需报表的，不作评价。',
    table(
      ['勾稽关系', '名称', '程度', '提示', '所涉报表', '所需报表'],
      all.map((check) => [
        `[${code(check.id)}](${check.file})`,
        check.label,
        check.severity === 'error' ? '差错' : '警告',
        check.message,
        check.forms.length === known.length ? '全部' : check.forms.map(title).join('、'),
        check.needs.map(needed).join('、'),
      ]),
    ),
    ...all.filter(isGeneric).map(({ id, sql }) => `## ${id}\n\n\`\`\`sql\n${sql}\`\`\``),
  );
}

const calledAs = process.argv[1];
if (calledAs !== undefined && import.meta.url === pathToFileURL(calledAs).href) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  for (const [name, text] of referencePages(root)) writeFileSync(path.join(root, name), text);
}
