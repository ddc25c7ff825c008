/** Layouts as offices send them (DOMAIN B “How they look”, I): each small sheet and what must be made of it. */
import { describe, expect as expectIn, test } from 'vitest';
import { forms } from '../pipeline/forms/index.js';
import { inShort, recognised, type SheetOptions, sheetOf } from './helpers/recognised.js';

interface Layout extends SheetOptions {
  readonly is: string;
  readonly rows: readonly string[];
  /** Of each table: header rows, data rows, sums of its columns (blank: none), form. */
  readonly header: readonly (readonly [number, number])[];
  readonly data: readonly (readonly number[])[];
  readonly sums?: readonly string[];
  readonly kinds?: Readonly<Record<number, string>>;
  readonly form?: string;
}

const known = '序号|所属村|道路名称|长度（公里）|建设性质|完工日期';

const layouts: readonly Layout[] = [
  {
    is: 'a plain list',
    rows: ['姓名|年龄', '甲|30', '乙|40'],
    header: [[1, 1]],
    data: [[2, 3]],
    sums: ['|70'],
  },
  {
    is: 'title, unit line, header, total, signatures',
    rows: ['泰平镇产业情况表', '填报单位：泰平镇||单位：万元', '序号|企业|产值', '1|甲|10', '2|乙|20.5', '合计||30.5', '填表人：张三||审核人：李四'],
    merges: ['A1:C1', 'A2:B2', 'A6:B6'],
    header: [[3, 3]],
    data: [[4, 5]],
    sums: ['3||30.5'],
    kinds: { 1: 'title', 2: 'unit', 6: 'total', 7: 'footer' },
  },
  {
    is: 'header of two rows, merged',
    rows: ['地区|人口||面积', '|男|女|', '甲县|10|11|5', '乙县|20|21|6'],
    merges: ['A1:A2', 'B1:C1', 'D1:D2'],
    header: [[1, 2]],
    data: [[3, 4]],
    sums: ['|30|32|11'],
  },
  {
    is: 'header of two rows in a CSV, nothing merged',
    rows: ['地区|人口||面积|', '|男|女|耕地|林地', '甲县|10|11|5|1', '乙县|20|21|6|2'],
    header: [[1, 2]],
    data: [[3, 4]],
    sums: ['|30|32|11|3'],
  },
  {
    is: 'header of three rows with a row of units',
    rows: ['表3', '品种|产量||产值|', '|本期|上期|本期|上期', '|吨|吨|万元|万元', '小麦|10|9|5|4', '玉米|20|18|7|6'],
    merges: ['A2:A4', 'B2:C2', 'D2:E2'],
    header: [[2, 4]],
    data: [[5, 6]],
    sums: ['|30|27|12|10'],
  },
  {
    is: 'header of four rows',
    rows: ['单位|资金情况||||备注', '|中央||地方||', '|小计|其中|小计|其中|', '||已拨||已拨|', '甲|10|5|8|4|', '乙|20|6|9|3|'],
    merges: ['A1:A4', 'B1:E1', 'B2:C2', 'D2:E2', 'B3:B4', 'D3:D4', 'F1:F4'],
    header: [[1, 4]],
    data: [[5, 6]],
    sums: ['|30|11|17|7|'],
  },
  {
    is: 'column arithmetic under the header',
    rows: ['项目|预算|调整|决算', '栏次|1|2|3=1+2', '农业|10|1|11', '水利|20|2|22'],
    header: [[1, 1]],
    data: [[3, 4]],
    kinds: { 2: 'column_numbers' },
    sums: ['|30|3|33'],
  },
  {
    is: 'bracketed column numbers and letters',
    rows: ['序号|项目|预算|决算', '甲|乙|（1）|（2）', '1|农业|10|11', '2|水利|20|22'],
    header: [[1, 1]],
    data: [[3, 4]],
    kinds: { 2: 'column_numbers' },
  },
  {
    is: 'type letters under the header',
    rows: ['代码|名称|数量|金额', 'C|C|N|N', '001|甲|10|11', '002|乙|20|22'],
    header: [[1, 1]],
    data: [[3, 4]],
    kinds: { 2: 'column_numbers' },
  },
  {
    is: 'sections merged across',
    rows: ['学校名称|人数|教师', '北京市（82所）', '一中|100|10', '二中|200|20', '天津市（1所）', '三中|50|5'],
    merges: ['A2:C2', 'A5:C5'],
    header: [[1, 1]],
    data: [[3, 4, 6]],
    kinds: { 2: 'section', 5: 'section' },
    sums: ['|350|35'],
  },
  {
    is: 'sections that are not merged, rows numbered',
    rows: ['序号|项目名称|投资|进度', '一、续建项目', '1|甲|10|一般', '2|乙|20|快', '二、新建项目', '1|丙|5|慢'],
    header: [[1, 1]],
    data: [[3, 4, 6]],
    kinds: { 2: 'section', 5: 'section' },
    sums: ['4||35|'],
  },
  {
    is: 'outline numbers: 1.1 and 1.10 are texts',
    rows: ["序号|内容|金额", "一|农业|", "'1.1|甲|10", "'1.10|乙|20", '|小计|30', '二|工业|', "'2.1|丙|7", '|小计|7', '|合计|37'],
    header: [[1, 1]],
    data: [[3, 4, 7]],
    kinds: { 2: 'section', 5: 'subtotal', 6: 'section', 8: 'subtotal', 9: 'total' },
  },
  {
    is: 'total above its rows',
    rows: ['地区|企业数|产值', '总计|6|60', '甲|1|10', '乙|2|20', '丙|3|30'],
    header: [[1, 1]],
    data: [[3, 4, 5]],
    kinds: { 2: 'total' },
    sums: ['|6|60'],
  },
  {
    is: 'total above without the word',
    rows: ['序号|单位|企业数|产值', '|泰平镇|6|60', '1|甲村|1|10', '2|乙村|2|20', '3|丙村|3|30'],
    header: [[1, 1]],
    data: [[3, 4, 5]],
    kinds: { 2: 'total' },
  },
  {
    is: 'total below without the word',
    rows: ['单位|企业数|产值', '甲村|1|10', '乙村|2|20', '丙村|3|30', '泰平镇|6|60'],
    header: [[1, 1]],
    data: [[2, 3, 4]],
    kinds: { 5: 'total' },
    sums: ['|6|60'],
  },
  {
    is: 'a bare number as total',
    rows: ['名称|日期|金额', '甲|1月|10', '乙|2月|20', '||30'],
    header: [[1, 1]],
    data: [[2, 3]],
    kinds: { 4: 'total' },
    sums: ['||30'],
  },
  {
    is: 'working numbers below the table',
    rows: ['名称|类别|金额', '甲|a|10', '乙|b|20', '', '', '||17', '||13'],
    header: [[1, 1]],
    data: [[2, 3]],
    kinds: { 6: 'note', 7: 'note' },
    sums: ['||30'],
  },
  {
    is: 'total words as part of longer texts',
    rows: ['序号|名称|金额', '1|合计学校|10', '2|总计划|20', '3|小计算机厂|5'],
    header: [[1, 1]],
    data: [[2, 3, 4]],
    sums: ['6||35'],
  },
  {
    is: 'total words with blanks and rows of 其中',
    rows: ['地区|人数|女', '甲|10|4', '乙|20|9', '合　　计|30|13', '其中：城镇|12|6'],
    header: [[1, 1]],
    data: [[2, 3]],
    kinds: { 4: 'total', 5: 'subtotal' },
  },
  {
    is: 'header repeated on each printed page, with its title',
    rows: ['名册', '序号|姓名|村|金额', '1|甲|东|10', '2|乙|东|20', '名册', '序号|姓名|村|金额', '3|丙|西|30', '', '名册', '序号|姓名|村|金额', '4|丁|西|40'],
    merges: ['A1:D1', 'A5:D5', 'A9:D9'],
    header: [[2, 2]],
    data: [[3, 4, 7, 11]],
    kinds: { 5: 'title', 6: 'repeated_header', 9: 'title', 10: 'repeated_header' },
    sums: ['10|||100'],
  },
  {
    is: 'a header of two rows repeated',
    rows: ['地区|人口|', '|男|女', '甲县|1|2', '地区|人口|', '|男|女', '乙|3|4'],
    merges: ['A1:A2', 'B1:C1', 'A4:A5', 'B4:C4'],
    header: [[1, 2]],
    data: [[3, 6]],
    kinds: { 4: 'repeated_header', 5: 'repeated_header' },
  },
  {
    is: 'vertical merges in the data, filled down',
    rows: ['区|街道|人口', '东城|甲|10', '|乙|20', '西城|丙|30', '|丁|40'],
    merges: ['A2:A3', 'A4:A5'],
    header: [[1, 1]],
    data: [[2, 3, 4, 5]],
    sums: ['||100'],
  },
  {
    is: 'a merged measure is counted once',
    rows: ['项目|内容|投资|合计投资', '甲|一|10|30', '|二|20|', '乙|三|5|5'],
    merges: ['A2:A3', 'D2:D3'],
    header: [[1, 1]],
    data: [[2, 3, 4]],
    sums: ['||35|35'],
  },
  {
    is: 'two tables below each other without a gap, columns shifted',
    rows: ['表1 人口', '镇|人口|户数', '甲|10|3', '乙|20|6', '合计|30|9', '表2 土地', '|镇|面积|产量', '|甲|5|6', '|乙|7|8'],
    header: [[2, 2], [7, 7]],
    data: [[3, 4], [8, 9]],
    sums: ['|30|9', '|12|14'],
    kinds: { 1: 'title', 5: 'total', 6: 'title' },
  },
  {
    is: 'two tables of texts, a blank row and a title between',
    rows: ['一、值班人员', '姓名|职务|电话', '甲|科员|123', '乙|主任|456', '', '二、车辆', '车牌号码|车型|司机姓名', 'A1|轿车|丙', 'A2|客车|丁'],
    header: [[2, 2], [7, 7]],
    data: [[3, 4], [8, 9]],
  },
  {
    is: 'two tables side by side',
    rows: ['序号|姓名|分数||序号|姓名|分数', '1|甲|90||3|丙|80', '2|乙|85||4|丁|70', '5|戊|60'],
    header: [[1, 1], [1, 1]],
    data: [[2, 3, 4], [2, 3]],
    sums: ['8||235', '7||150'],
  },
  {
    is: 'a helper list far beside',
    rows: ['序号|姓名|性别||||选项', '1|甲|男||||男', '2|乙|女||||女', '3|丙|男'],
    header: [[1, 1]],
    data: [[2, 3, 4]],
  },
  {
    is: 'a blank column inside and a table that starts away from A1',
    rows: ['', '', '||名称||数量|金额', '||甲物||1|2', '||乙物||3|4'],
    header: [[3, 3]],
    data: [[4, 5]],
    sums: ['|4|6'],
  },
  {
    is: 'A1 empty over the row labels',
    rows: ['|2019年|2020年|2021年', '甲县|1|2|3', '乙县|4|5|6'],
    header: [[1, 1]],
    data: [[2, 3]],
    sums: ['|5|7|9'],
  },
  {
    is: 'years as numbers in the header',
    rows: ['指标|2019|2020|2021', '人口|1|2|3', '其中：女|1|1|1', '户数|4|5|6'],
    header: [[1, 1]],
    data: [[2, 3, 4]],
    sums: ['|6|8|10'],
  },
  {
    is: 'CSV of the statistics bureau',
    rows: ['数据库：分省年度数据', '指标：年末常住人口(万人)', '时间：最近10年', '地区|2021年|2020年|2019年', '北京市|2189|2189|2190', '天津市|1373|1387|1385', '注：数据为推算数。', '数据来源：国家统计局'],
    header: [[4, 4]],
    data: [[5, 6]],
    sums: ['|3562|3576|3575'],
    kinds: { 1: 'unit', 7: 'note', 8: 'footer' },
  },
  {
    is: 'date and unit on one line, dates in headers',
    rows: ['商场复市情况', '统计日期4月21日    单位：家', '区|4.19日复市|4.20日复市|备注', '甲区|1|2|', '乙区|3|4|无'],
    merges: ['A1:D1', 'A2:D2'],
    header: [[3, 3]],
    data: [[4, 5]],
    kinds: { 2: 'unit' },
    sums: ['|4|6|'],
  },
  {
    is: 'printed form lines',
    rows: ['序号|姓名|村|金额', '1|甲|东|5', '2|||', '3|||', '4|||'],
    header: [[1, 1]],
    data: [[2]],
    kinds: { 3: 'form_line', 5: 'form_line' },
    sums: ['1|||5'],
  },
  {
    is: 'a footer far below the data',
    rows: ['序号|名称|金额', '1|甲|5', '2|乙|6', ...new Array(24).fill(''), '联系人：张三|电话：123'],
    header: [[1, 1]],
    data: [[2, 3]],
    kinds: { 28: 'footer' },
  },
  {
    is: 'rows with a name and no figures',
    rows: ['村|户数|人口', '甲|10|30', '乙||', '丙|20|60', '丁||'],
    header: [[1, 1]],
    data: [[2, 3, 4, 5]],
  },
  {
    is: 'instructions in headers and line breaks',
    rows: ['\\n序号|项目名称\\n（统计未完工项目，其中含\\n续建）|品  种|户码*|投资额\\n(万元）', '1|甲|小麦|001|10', '2|乙|玉米|002|20'],
    header: [[1, 1]],
    data: [[2, 3]],
    sums: ['3|||3|30'],
  },
  {
    is: 'texts only',
    rows: ['附件2', '干部联系表', '姓名|职务|联系村|联系电话', '甲|书记|东村|13800000000', '乙|镇长|西村|13900000000', '丙|委员|南村|13700000000'],
    merges: ['A2:D2'],
    header: [[3, 3]],
    data: [[4, 5, 6]],
    kinds: { 1: 'title', 2: 'title' },
  },
  {
    is: 'notes below, numbered',
    rows: ['镇|数量|金额', '甲镇|1|2', '乙镇|3|4', '说明：1.数据截至2020年底；', '2.金额为不含税金额，按合同统计。'],
    merges: ['A4:C4', 'A5:C5'],
    header: [[1, 1]],
    data: [[2, 3]],
    kinds: { 4: 'note', 5: 'note' },
  },
  {
    is: 'placeholders where a value belongs',
    rows: ['地区|本期|上期', '甲|—|3', '乙|不详|4', '丙|5|无'],
    header: [[1, 1]],
    data: [[2, 3, 4]],
    sums: ['|5|7'],
  },
  {
    is: 'numbers as text with separators and blanks',
    rows: ["名称|金额", "甲|'1,234.50", "乙|'10. 50", "丙|'约100"],
    header: [[1, 1]],
    data: [[2, 3, 4]],
    sums: ['|1245'],
  },
  {
    is: 'a known form with village subtotals',
    rows: ['泰平镇2021年村级道路', known, '1|东魏庄|甲路|1.2|新建|2021.5.1', '2|东魏庄|乙路|0.8|新建|2021.6.1', '东魏庄小计|||2||', '3|西庄|丙路|3|硬化|2021.7.1', '|泰平镇||5||'],
    header: [[2, 2]],
    data: [[3, 4, 6]],
    kinds: { 5: 'subtotal', 7: 'total' },
    form: 'roads',
  },
];

const columnsOf = (sums: readonly (string | null)[]) => sums.map((sum) => sum ?? '').join('|');

describe('layouts', () => {
  test.each(layouts)('$is', async (layout) => {
    const made = await recognised(sheetOf(layout.rows, layout), forms);
    const { tables, kinds } = made;
    const expect = (value: unknown) => expectIn(value, inShort(made));
    expect(tables.map((t) => t.table.headerRows)).toEqual(layout.header);
    expect(tables.map((t) => t.data.map((row) => row.number))).toEqual(layout.data);
    expect(tables.map((t) => t.end.dataRows)).toEqual(layout.data.map((rows) => rows.length));
    if (layout.sums) expect(tables.map((t) => columnsOf(t.end.sums))).toEqual(layout.sums);
    expect(kinds).toMatchObject(layout.kinds ?? {});
    if (layout.form) expect(tables[0]?.table.form?.id).toBe(layout.form);
  });
});
