/**
 * Spreadsheets with the structure of those that offices really keep, contents invented (test/fixtures/layouts): which
 * rows are header and data, and what columns add up to.
 */

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { noAliases } from '../../pipeline/normalise/row.js';
import { inspect } from '../../pipeline/read/inspect.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';

interface Sheet {
  readonly file: string;
  readonly sheet: string;
  readonly what: string;
  /** First and last row of the header; null: none. */
  readonly header: readonly [number, number] | null;
  /** First and last row of data, and how many there are; null: none. */
  readonly data: readonly [number, number, number] | null;
  /** Of some columns. */
  readonly sums: Readonly<Record<string, string>>;
}

/** Several lines of one sheet are its tables in their order. */
const sheets: readonly Sheet[] = [
  {
    file: '便民菜包发放日报0512.xls',
    sheet: '5.12',
    what: '商务口日报：三行表头，名称与人口同格，隐藏列有数，旧日工作表留在文件里',
    header: [4, 6],
    data: [7, 15, 9],
    sums: { D: '2700', I: '44.1' },
  },
  {
    file: '便民菜包发放日报0512.xls',
    sheet: '5.11',
    what: '商务口日报：三行表头，名称与人口同格，隐藏列有数，旧日工作表留在文件里',
    header: [4, 6],
    data: [7, 15, 9],
    sums: { D: '3900', I: '30' },
  },
  {
    file: '高效节水项目进度（两年对照）.xlsx',
    sheet: 'Sheet2',
    what: '两年项目并排（2020|2021 同一表头），合计在上且没有“合计”二字',
    header: [3, 4],
    data: [6, 16, 10],
    sums: { F: '5659.86', L: '3699.76' },
  },
  {
    file: '重点物资进销存情况.xlsx',
    sheet: '在营情况',
    what: '在营情况：表头中途重印但列已错位，小计纵向合并，第1段',
    header: [4, 4],
    data: [5, 8, 4],
    sums: { D: '1795' },
  },
  {
    file: '重点物资进销存情况.xlsx',
    sheet: '在营情况',
    what: '在营情况：表头中途重印但列已错位，小计纵向合并，第2段',
    header: [9, 9],
    data: [10, 14, 5],
    sums: { E: '1747' },
  },
  {
    file: '重点物资进销存情况.xlsx',
    sheet: '在营情况',
    what: '在营情况：表头中途重印但列已错位，小计纵向合并，第3段',
    header: [15, 15],
    data: [16, 21, 6],
    sums: { F: '3219' },
  },
  {
    file: '重点物资进销存情况.xlsx',
    sheet: '0518进销存',
    what: '一张表里三段各有表头，第1段',
    header: [4, 4],
    data: [5, 8, 4],
    sums: { D: '2768.86', E: '144.65' },
  },
  {
    file: '重点物资进销存情况.xlsx',
    sheet: '0518进销存',
    what: '一张表里三段各有表头，第2段',
    header: [10, 10],
    data: [11, 15, 5],
    sums: { D: '2888', E: '259.88' },
  },
  {
    file: '重点物资进销存情况.xlsx',
    sheet: '0518进销存',
    what: '一张表里三段各有表头，第3段',
    header: [16, 16],
    data: [17, 22, 6],
    sums: { D: '2478.35', E: '238.7' },
  },
  {
    file: '村庄建设现状台账.xlsx',
    sheet: 'Table 1',
    what: 'PDF转换的台账：每列在细格上横向合并，表头逐页重复且错列，第1页',
    header: [2, 2],
    data: [3, 9, 7],
    sums: { J: '26' },
  },
  {
    file: '村庄建设现状台账.xlsx',
    sheet: 'Table 1',
    what: 'PDF转换的台账：每列在细格上横向合并，表头逐页重复且错列，第2页',
    header: [10, 10],
    data: [11, 18, 8],
    sums: { K: '13' },
  },
  {
    file: '村庄建设现状台账.xlsx',
    sheet: 'Table 1',
    what: 'PDF转换的台账：每列在细格上横向合并，表头逐页重复且错列，第3页',
    header: [20, 20],
    data: [21, 26, 6],
    sums: { J: '6' },
  },
  {
    file: '8月资金支付计划.xlsx',
    sheet: '指标月报',
    what: '指标月报：标题不合并，旁有填写说明；分节行只有名称；名称和单位列空白',
    header: [2, 2],
    data: [5, 21, 15],
    sums: { D: '7221', E: '7365' },
  },
  {
    file: '8月资金支付计划.xlsx',
    sheet: '汇总',
    what: '付款计划：四行表头，栏次算式行，分节、小计，数字是带逗号的文本，1.1 与 1.10',
    header: [4, 7],
    data: [10, 30, 17],
    sums: { C: '68449.99', I: '2187.68' },
  },
  {
    file: '分县年度数据.csv',
    sheet: '',
    what: '统计部门下载的CSV：表头前数据库/指标/时间，表后注与数据来源（被表格软件另存过，补满逗号）',
    header: [4, 4],
    data: [5, 16, 12],
    sums: { B: '208528', E: '165121' },
  },
  {
    file: '选修课分组一览.xlsx',
    sheet: '签到',
    what: '打卡导出：表头是星期与日，格内两行时间，隐藏列，首行几乎为空',
    header: [3, 3],
    data: [4, 12, 9],
    sums: { Q: '64' },
  },
  {
    file: '选修课分组一览.xlsx',
    sheet: '花名册',
    what: '空花名册：只印了序号，下有签字行',
    header: [3, 3],
    data: null,
    sums: {},
  },
  {
    file: '选修课分组一览.xlsx',
    sheet: '分组（选课用）',
    what: '分班表：小计行只有一个数，表头中途重印，纵向合并，组号 00/01',
    header: [2, 3],
    data: [4, 23, 16],
    sums: { G: '507' },
  },
  {
    file: '柳岸村现金日记账.xlsx',
    sheet: '日记账',
    what: '现金账：年/月日两行表头，承前页、过次页、本月合计、本年累计，余额是公式，总收入/总支出，旁有演算数',
    header: [3, 4],
    data: [6, 24, 15],
    sums: { F: '11504.4', G: '20185.28' },
  },
  {
    file: '柳岸村现金日记账.xlsx',
    sheet: '用餐登记',
    what: '用餐登记：星期、日期、其余各占一行表头，下有分类计数',
    header: [1, 3],
    data: [4, 14, 11],
    sums: { K: '326', I: '20' },
  },
  {
    file: '柳岸村现金日记账.xlsx',
    sheet: '收支对照',
    what: '两表左右并排：左表',
    header: [2, 2],
    data: [3, 6, 4],
    sums: { C: '1942.48' },
  },
  {
    file: '柳岸村现金日记账.xlsx',
    sheet: '收支对照',
    what: '两表左右并排：右表',
    header: [2, 2],
    data: [3, 9, 7],
    sums: { G: '1436.27' },
  },
  {
    file: '一窗事项清单.xlsx',
    sheet: '事项清单',
    what: '事项清单：首行即分节标题，节间空行，事项纵向合并，末两列同名',
    header: [2, 2],
    data: [3, 20, 14],
    sums: { D: '133' },
  },
  {
    file: '一窗事项清单.xlsx',
    sheet: '人员导入',
    what: '导入模板：必填/星号表头，示例行，类型字母行',
    header: [1, 1],
    data: [4, 10, 7],
    sums: { F: '205', G: '460' },
  },
  {
    file: '一窗事项清单.xlsx',
    sheet: '申请表',
    what: '填写用的表（标签：内容），不是数据表',
    header: null,
    data: null,
    sums: {},
  },
  {
    file: '一窗事项清单.xlsx',
    sheet: '附件3',
    what: '隐藏工作表：联络表',
    header: [3, 3],
    data: [4, 7, 4],
    sums: {},
  },
  {
    file: '中小学名单.xls',
    sheet: '中小学',
    what: '名单：分区行（东澄区（5所））横跨全表，序号每区重新开始，标识码部分文本部分数字',
    header: [3, 3],
    data: [5, 26, 19],
    sums: { F: '21583', A: '59' },
  },
  {
    file: '收文登记导出.xls',
    sheet: 'Sheet1',
    what: '办公系统导出：HTML 而名为 .xls，<html 前有空白，每格 x:num',
    header: [2, 2],
    data: [3, 15, 13],
    sums: { E: '79', F: '229' },
  },
  {
    file: '点调价格（逐日）.xlsx',
    sheet: '工作表1',
    what: '逐日价格：多数行被筛选隐藏，下有无标签的演算行、平均、涨幅',
    header: [1, 1],
    data: [2, 20, 19],
    sums: { B: '88.06', D: '84.81' },
  },
  {
    file: '点调价格（逐日）.xlsx',
    sheet: '采集点',
    what: '第一列是没有表头的序号（从0起）',
    header: [1, 1],
    data: [2, 10, 9],
    sums: { D: '4319.49' },
  },
  {
    file: '点调价格（逐日）.xlsx',
    sheet: '审核',
    what: '只有编码一列有内容，第一列是无名序号',
    header: [1, 1],
    data: [2, 13, 12],
    sums: {},
  },
  {
    file: '点调价格（逐日）.xlsx',
    sheet: '通讯录',
    what: '表从D6开始',
    header: [6, 6],
    data: [7, 16, 10],
    sums: { D: '10055' },
  },
  {
    file: '点调价格（逐日）.xlsx',
    sheet: '名单',
    what: '没有表头的名单',
    header: null,
    data: [1, 8, 8],
    sums: { C: '3748' },
  },
];

const files = [...new Set(sheets.map(({ file }) => file))];

test.each(files)('%s', async (file) => {
  const path = fileURLToPath(new URL(`../fixtures/layouts/${file}`, import.meta.url));
  const context = {
    unitNames: [],
    otherUnits: [],
    asOf: '2021-12-31',
    aliases: noAliases,
    answers: noAnswers,
  };
  const read = await inspect(path, file, { forms, context, inFolder: false, language: 'zh' });
  const expected = sheets.filter((sheet) => sheet.file === file);
  const names = [...new Set(expected.map(({ sheet }) => sheet))];
  const found = names.flatMap((name) => {
    const tables = expected.filter(({ sheet }) => sheet === name);
    return read.sheets
      .filter((sheet) => sheet.name === name)
      .map((table, i) => {
        const { header_rows, first_data_row, last_data_row, data_rows, columns } = table;
        const wanted = Object.keys(tables[i]?.sums ?? {});
        return {
          file,
          sheet: name,
          what: tables[i]?.what,
          header: header_rows,
          data: data_rows > 0 ? [first_data_row, last_data_row, data_rows] : null,
          sums: Object.fromEntries(
            columns.flatMap(({ column, sum }) => (wanted.includes(column) ? [[column, sum]] : [])),
          ),
        };
      });
  });
  expect(found).toEqual(names.flatMap((name) => expected.filter(({ sheet }) => sheet === name)));
});
