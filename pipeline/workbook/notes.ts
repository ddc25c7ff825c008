/** 说明 and 指标口径: how to read the workbook, and what each indicator counts. */

import { colours } from '../office/look.js';
import { chineseDate, kindWords, statusMeaning, statusWords } from '../publication/labels.js';
import type { Figure, Publication } from '../publication/publication.js';
import { centre } from './cells.js';
import type { Matrix } from './matrix.js';
import type { Book } from './model.js';
import { sectionTitle, summaryPlace } from './places.js';
import { addRow, addSection, finishSheet, link, startSheet } from './sheet.js';
import { comparisonDate } from './summary.js';

export function writeNotes(book: Book, matrices: readonly Matrix[]): void {
  const { publication } = book;
  const sheet = startSheet(book, {
    name: '说明',
    title: '说明',
    lines: [`${publication.township.name} · 截至${chineseDate(publication.asOf)}`],
    columns: [
      { header: '事项', min: 20, max: 24, look: { bold: true } },
      { header: '内容', min: 112, max: 112, look: { wrap: true } },
    ],
  });
  for (const [title, lines] of notes(publication, matrices)) {
    addSection(sheet, title);
    for (const [term, words] of lines) addRow(sheet, [term, words]);
  }
  finishSheet(sheet);
}

/** Headings, each with its terms and their words. */
type Notes = readonly (readonly [string, readonly (readonly [string, string])[]])[];

function notes(publication: Publication, matrices: readonly Matrix[]): Notes {
  const { township, asOf, period, version } = publication;
  const place = [township.province, township.county, township.name].filter((name) => name !== null).join('');
  return [
    [
      '基本情况',
      [
        ['单位', township.divisionCode ? `${place}（区划代码 ${township.divisionCode}）` : place],
        ['截止日期', `${chineseDate(asOf)}（报表期次 ${period}）；时期数自当年1月1日起计`],
        ['上年同期', `${comparisonDate(publication)}；时期数自上年1月1日起计`],
        ['程序版本', version],
      ],
    ],
    [
      '各表内容',
      [
        [
          '指标汇总',
          '全部指标，按报告章节排列，每章打印一页；增减和增减%为公式。点指标名称、数值看来源明细，点增减看同比变动。',
        ],
        ...matrices.map(({ name, title }): [string, string] => [
          name,
          `${title}各占几行，各项指标为列；增减为公式。`,
        ]),
        ['趋势', '每项指标各期的数值，空格为缺报；图由本表单元格生成。'],
        ['增减原因', '每项增减的一句话原因；名册按原因、流量按村、类别和月份拆开，各部分之和等于增减。'],
        [
          '同比变动',
          '每项增减由哪些行引起：进入（本期有、上年无）、退出（上年有、本期无）、数值变动；影响之和等于增减。',
        ],
        [
          '报送情况',
          '每个文件每张表的行数核对：总行数 = 采用 + 非数据（标题、表头、小计等）+ 暂缓；应报未报的报表也列出。',
        ],
        ['勾稽核对', '表间关系的核对结果：通过、不符、无法核对（缺少什么）。'],
        ['问题清单', '读取、校验和核对中发现的问题，到单元格。'],
        ['来源·各章', '每个数值所依据的报表行：文件、工作表、行、单元格、填报原文、采用数值。'],
        ['指标口径', '每项指标的定义。'],
      ],
    ],
    [
      '状态',
      (['A', 'P', 'E', 'B', 'L', 'O', 'M'] as const).map((status) => [
        `${status} ${statusWords[status]}`,
        statusMeaning[status],
      ]),
    ],
    [
      '数值',
      [
        ['零与缺', '0 以报表或零报告为据；没有报送的指标留空，状态为缺，写明责任部门，不计算增减。'],
        [
          '时点数、时期数',
          '时点数是截止日期当天的状态；时期数是当年1月1日至截止日期的累计；计划数是设计或合同数值。',
        ],
        ['比率', '由两项指标计算；增减以百分点表示，不计算增减%。'],
        ['增减%', '增减 ÷ 上年同期 × 100；上年同期为零或负数的，年份和排名，不计算，以“—”表示。'],
        [
          '小数',
          '单元格按需显示小数，所存数值未经取舍；全部位数见 figures.csv。显示的数四舍五入（五入时绝对值加大），因此显示的分项之和可能与合计差在末位。',
        ],
        [
          '打印',
          `要呈报的是${['指标汇总', ...matrices.map(({ name }) => name)].map((name) => `“${name}”`).join('和')}；其余各表只供核对，不必打印。各表页码自成一套。`,
        ],
        ['暂缓', '有错误的行不进入数值，退回责任部门更正；所涉指标为待核实，并写明行数。'],
      ],
    ],
  ];
}

/** The definition of every indicator, a row each. */
export function writeDefinitions(book: Book): void {
  const sheet = startSheet(book, {
    name: '指标口径',
    title: '指标口径',
    lines: ['每项指标计什么、由哪个部门报送；点指标名称返回汇总'],
    columns: [
      { header: '指标', min: 26, max: 40, look: { colour: colours.link } },
      { header: '单位', min: 8, look: centre },
      { header: '类别', min: 10, look: centre },
      { header: '口径', min: 50, max: 84, look: { wrap: true } },
      { header: '责任部门', min: 12, max: 24 },
      { header: '编号', min: 20, max: 44, look: { colour: colours.quiet } },
    ],
  });
  let section: number | null = null;
  for (const figure of firstOfEach(book.publication.figures)) {
    if (figure.section !== section) {
      section = figure.section;
      addSection(sheet, sectionTitle(section));
    }
    const { label, unit, kind, definition, department, id } = figure;
    const row = addRow(sheet, [label, unit, kindWords[kind], definition, department, id]);
    link(sheet, row, 1, summaryPlace(id), '返回指标汇总');
  }
  finishSheet(sheet);
}

function firstOfEach(figures: readonly Figure[]): Figure[] {
  const seen = new Set<string>();
  return figures.filter(({ id }) => !seen.has(id) && seen.add(id));
}
