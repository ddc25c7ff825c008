/** The words by which rows that hold no data are known (DOMAIN B “How they look”, I). All take folded text. */
import { mayFold } from '../text/fold.js';

const TOTAL_WORD = '小计|合计|总计|共计|总合计|总和';
const TOTAL_END = new RegExp(`^(.{0,16}?)(${TOTAL_WORD})(?:\\(.*\\)?|\\[.*\\]?|【.*】?|[:：].*)?[:：]?$`);
const TOTAL_COUNT = /^(?:小计|合计|总计|共计|共)[:：]?\d[\d,.]*.{0,8}$/;
const TOTAL_ALONE =
  /^(?:本[年月期页]|全年|年度|当[年月])?(?:累计|总数|汇总|总额|合\.计|计)(?:\(.*\))?[:：]?$/;
const IN_WORDS =
  /^(?:小计|合计|总计|共计)(?:金额|人民币|人数|户数|面积|数量|资金)?(?:\((?:大写|小写)\))?[:：]?[零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]*$/;
const AVERAGE = /^(?:平均|均值|最[高低大小])[值数分]?[:：]?$/;
const OF_WHICH = /^(?:\(?[一二三四五六七八九十\d]+[)、.])?其中[:：]?/;

export interface TotalWord {
  readonly kind: 'subtotal' | 'total';
  /** Whether its numbers are sums of rows: not those of 其中 and of averages. */
  readonly sums: boolean;
}

/** What kind of total a label names; null where it is no total word or only part of a longer text (合计学校). */
export function totalWord(folded: string): TotalWord | null {
  if (folded.length > 40) return null;
  const end = TOTAL_END.exec(folded);
  if (end && !/[,，。;；]/.test(end[1] ?? '')) {
    return { kind: end[2] === '小计' || isGroup(end[1] ?? '') ? 'subtotal' : 'total', sums: true };
  }
  if (TOTAL_ALONE.test(folded) || TOTAL_COUNT.test(folded) || IN_WORDS.test(folded))
    return { kind: 'total', sums: true };
  if (AVERAGE.test(folded)) return { kind: 'total', sums: false };
  if (OF_WHICH.test(folded)) return { kind: 'subtotal', sums: false };
  return null;
}

/** Whether the words before 合计 name a group (东魏庄合计) and not the whole (全镇合计, 总合计). */
function isGroup(before: string): boolean {
  return (
    before !== '' &&
    !/^(?:全.?|总|本[年月期表镇县页]|[一二三四五六七八九十\d]+[、.]|.*[镇县市省])$/.test(before)
  );
}

/** A label that names the whole without a total word: 全镇, 全县. */
export function namesTheWhole(folded: string): boolean {
  return /^(?:全|本)(?:镇|乡|县|市|区|省|国|街道|州|校|公司|单位)(?:范围)?$/.test(folded);
}

const NIL_NOUN =
  '情况|事项|事件|案件|事故|内容|数据|信息|人员|企业|项目|填报|变化|变动|业务|支出|缴费|活动|发生|发现|出现|安全|生产|散乱污|违纪|党员|信访|上访|新增|记录|工程|道路|学校|建设|资金|投入|支部|成立';
const NIL = new RegExp(
  `^(?:本(?:期|月|季度?|年度?|单位|部门|镇|村|所|站|辖区)?|\\d{1,4}年度?|全年)?(?:暂?无|没有|未|零|暂缺)(?:此类|该类|此项|相关|上述|以上|任何|新)?(?:${NIL_NOUN})*[。.!]?$`,
);
const DASHES = /^(?:[-—–―－─/\\／]+|无|空)$/;

/** Whether the text says that there is nothing to report: 零报告, 本期无, 无此类情况, 无. */
export function saysNil(folded: string): boolean {
  if (folded.includes('零报告')) return folded.length <= 40 && !/[请若如需应须]|不得/.test(folded);
  return folded.length <= 24 && NIL.test(folded) && !/^(?:未|零)$/.test(folded);
}

/** Whether the text stands for an empty cell: —, -, /, 无, 空. */
export function isDash(folded: string): boolean {
  return folded.length <= 4 && DASHES.test(folded);
}

const FOOTER =
  /^(?:[(]?(?:填表|制表|填报|报表|统计|经办|审核|审批|复核|审查|校对|核对|编制|监制|录入|汇总|上报|报送|承办|记账|主管|分管|主要|单位|部门|科室|镇|村|支部|项目|财务|党委|站|所|县|乡镇|乡)*(?:填表|制表|填报|报表|审核|审批|复核|签字|签章|盖章|公章|经办|会计|出纳)?(?:人员?|员|负责人|责任人|领导|书记|主任|站长|所长|镇长|签字|签章|盖章|公章|单位|部门|日期|时间|电话|联系人|会计|出纳|审核|审批|复核|制表)[)]?|联系方式|联系电话|联系人|数据来源|资料来源|信息来源|来源|抄送|报送|主送|打印时间|打印日期|年月日|签名|第\d+页.*|.{1,10}(?:签字|签名|签章|盖章|意见))(?:[(].{0,12}[)])*(?:[:：].*)?$/;

/** Whether a line under the table begins like a signature or source line: 填表人：, 单位负责人（签章）, 数据来源：. */
export function isFooter(folded: string): boolean {
  return folded.length <= 120 && FOOTER.test(folded);
}

const NOTE =
  /^(?:[*※★▲☆]|(?:备注|附注|注释|注解|说明|注意|注意事项|提示|温馨提示|填表说明|填报说明|填写说明|编制说明|填报要求|填写要求|指标解释|指标说明|要求|注)(?:[\d一二三四五六七八九十]*[:：.、,，]|\d*$)|(?:本表|此表|以上数据|上述数据|表中|上表|以上为|截至|截止))/;

/** Whether a line begins like a note: 注：, 说明：, 本表…. */
export function isNote(folded: string): boolean {
  return NOTE.test(folded);
}

/** Whether a text says how the rows of a form are to be filled in: 示例, （样例）. */
export function isExample(folded: string): boolean {
  return /^[(]?(?:填[写报表])?[示样]?例[)]?[:：]?$/.test(folded);
}

/** Whether a label names what is worked out beside an average: 及格率, 优秀人数. */
export function isRateOfMarks(folded: string): boolean {
  return /^(?:及格|优秀|优良|合格|达标|通过)(?:率|人数)[:：]?$/.test(folded);
}

/** Whether a text numbers a group by outline: 一, 一、工业, （二）, 第一部分. */
export function isOutline(folded: string): boolean {
  return /^(?:[一二三四五六七八九十]{1,3}(?:[、.．,，]|$)|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]{1,3}[部章节类批]|[ⅠⅡⅢⅣⅤⅥⅦ])/.test(
    folded,
  );
}

/** How deep an outline number stands: 第一部分 over 一、 over （一）. */
export function outlineLevel(folded: string): number {
  return folded.startsWith('第') ? 0 : folded.startsWith('(') ? 2 : 1;
}

const NO_SUM =
  /率|占比|比例|比重|比上年|同比|环比|增幅|增速|增长|%|％|均|年$|年份|年度|年限|日期|时间|编号|编码|代码|号码|电话|手机|单价|价格|排名|位次|名次|序号|年龄|比$|指数|系数|身份证|账号|邮编|经度|纬度|学号|工号|户码|档次|等级|标准|宽度|密度|温度|水位|起始|月份/;

/** Whether a column under this header holds quantities that add up: not rates, averages, years, codes, prices. */
export function holdsSum(folded: string): boolean {
  return !NO_SUM.test(folded);
}

/** 1 for first characters of the words above: any other text is no label that needs a closer look. */
const SUSPECT = new Uint8Array(0x10000);
for (const c of '小合总共累全本其平均汇计无没未零暂空注备说填制审复单负联数资来报统经分主领签盖附提温要第截截止上此表以核编录监承记财党会出年第*※★▲☆(（【[一二三四五六七八九十ⅠⅡⅢ—-–―－─/\\／序编指 \u3000\n\r\t') {
  SUSPECT[c.charCodeAt(0)] = 1;
}

/** Whether a text could be one of these words: a look at its first character, for the hot path. */
export function isSuspect(text: string): boolean {
  const first = text.charCodeAt(0);
  return SUSPECT[first] === 1 || mayFold(first);
}

/** Whether a text is one of these words, or states something (村委会意见：). */
export function isLabel(folded: string): boolean {
  return (
    /[:：]/.test(folded) ||
    totalWord(folded) !== null ||
    saysNil(folded) ||
    isDash(folded) ||
    isNote(folded) ||
    isFooter(folded) ||
    isExample(folded) ||
    isOutline(folded) ||
    namesTheWhole(folded)
  );
}

/** What ends a label that is none of a row of data: 东魏庄小计, 村委会意见：. A look at the last character, for the hot path. */
export function endsLikeLabel(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last === 0x8ba1 || last === 0x548c || last === 0x3a || mayFold(last);
}
