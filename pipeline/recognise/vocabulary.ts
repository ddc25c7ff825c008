/** The words by which rows that hold no data are known (DOMAIN B “How they look”, I). All take folded text. */
import { mayFold } from '../text/fold.js';

const TOTAL_WORD = '小计|合计|总计|共计|总合计|总和|小計|合計|總計|共計';
const TOTAL_END = new RegExp(`^(.{0,16}?)(${TOTAL_WORD})(?:\\(.*\\)?|\\[.*\\]?|【.*】?|[:：].*)?[:：]?$`);
const TOTAL_ALONE =
  /^(?:(?:本[年月期页日]|[全各][年镇乡村县市区]|年度|当[年月日])?(?:累计|总数|汇总|彙總|总额|總額|合\.计|计)|(?:sub|grand)?[- ]?total|sum|[∑Σ])(?:\(.*\))?[:：]?$/i;
const QUANTITY = '支出|收入|余额|金额|数量|笔数|件数|投资额?|里程|长度|面积|人数|户数|产值|资金|费用|缴费额?';
/** 总支出, 共计支出, 支出总额: the whole of what a column measures. */
const TOTAL_OF = new RegExp(
  `^(?:(?:总计?|合计|共计|小计)(?:${QUANTITY})|(?:${QUANTITY})(?:总额|总数|总量))[:：]?$`,
);
/** A sentence that counts or adds up: 共3笔，合计900.00元; 共23件; 总计支出900元. */
const AMOUNT = `[:：]?[￥¥]?\\d[\\d,.]*[\\u4e00-\\u9fff]{0,3}`;
const TOTAL_SENTENCE = new RegExp(
  `^(?:以上|本[页表月年期])?(?:小计|合计|总计|共计|共|总共|累计)(?:${QUANTITY})?${AMOUNT}(?:[,，;；、]?(?:(?:小计|合计|总计|共计|共)?(?:${QUANTITY}|总金额)?)${AMOUNT})*[。.]?$`,
);
const IN_WORDS =
  /^(?:小计|合计|总计|共计)(?:金额|人民币|人数|户数|面积|数量|资金)?(?:\((?:大写|小写)\))?[:：]?[零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]*$/;
/** Lines of a ledger that carry a balance over, or sum up more than the rows that are in the sheet. */
const CARRIED =
  /^(?:[过過][次下][页頁]|[转轉][次下][页頁]|[承接][前上][页頁]|(?:上[年月期]|年初|期初|月初)(?:结转|结余|余额|结存)|结转(?:下[年月期页])|本年累计|本年合计)[:：]?$/;
const MONTH_OF_LEDGER = /^本[月日期页](?:合计|小计|累计|发生额(?:合计)?)[:：]?$/;
const AVERAGE =
  /^(?:(?:[日月人户]均|平均|均|最[高低大小])(?:值|数|分数?|价格?|成绩)?|平均每.{1,3}|中位数|标准差|极差)[:：]?$/;
/** What is worked out from sums or from the rows above, below them: 较昨日, 同比增长, 涨幅, 占比. */
const WORKED_OUT =
  /^(?:[较比](?:上|去|昨|前|年初|月初|同期|计划)[\u4e00-\u9fff]{0,5}|[同环]比(?:增长|增减|增加|增幅|增速|变化|升降|[±+-])*|(?:涨跌|增减|升降|增长|变化|变动|[涨跌降增])(?:幅度?|[额率值量]|百分比)|占比|比重|百分比|完成率)(?:\(.*\)|%)?[:：]?$/;
const OF_WHICH = /^(?:\(?[一二三四五六七八九十\d]+[)、.])?其中[:：]?/;

export interface TotalWord {
  readonly kind: 'subtotal' | 'total';
  /** Whether its numbers are sums of rows: not those of 其中, of averages and of what a ledger carries over. */
  readonly sums: boolean;
  /** Whether the text is a total's word and nothing else, so that it makes a total of a row however full. */
  readonly exact: boolean;
}

/** What kind of total a label names; null where it is no total word or only part of a longer text (合计学校). */
export function totalWord(folded: string): TotalWord | null {
  if (folded.length > 40) return null;
  if (CARRIED.test(folded)) return { kind: 'total', sums: false, exact: true };
  if (MONTH_OF_LEDGER.test(folded)) return { kind: 'subtotal', sums: true, exact: true };
  const end = TOTAL_END.exec(folded);
  if (end && !/[,，。;；]/.test(end[1] ?? '')) {
    const [, before = '', word = ''] = end;
    const kind = /^小[计計]$/.test(word) || isGroup(before) ? 'subtotal' : 'total';
    return { kind, sums: true, exact: before === '' };
  }
  if (TOTAL_ALONE.test(folded) || TOTAL_OF.test(folded)) return { kind: 'total', sums: true, exact: true };
  if (TOTAL_SENTENCE.test(folded) || IN_WORDS.test(folded))
    return { kind: 'total', sums: true, exact: false };
  if (AVERAGE.test(folded)) return { kind: 'total', sums: false, exact: true };
  if (WORKED_OUT.test(folded)) return { kind: 'total', sums: false, exact: false };
  if (OF_WHICH.test(folded)) return { kind: 'subtotal', sums: false, exact: false };
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
const NEGATION = '(?:[未没无](?:有|曾)?|不存在|暂无|尚[未无]|均[未无])(?:再|新)?';
const NOTHING_DONE = new RegExp(
  `${NEGATION}(?:发现|发生|出现|查处|查出|排查出|接到|收到|受理|产生|开展|举办|新增|新建|修建|建设|实施|投入|引进|成立|支出|缴费)`,
);
const NOTHING_THERE = new RegExp(`${NEGATION}(?:有|存在|涉及|此类|相关)`);
const NOTHING_ELSE = /其[他它余]|另外|以外|除.{1,20}外/;

/** Whether a sentence says that nothing was found or happened, or is there: 经排查，未发现散乱污企业. */
export function saysNothing(folded: string): boolean {
  return saysNothingDone(folded) || (mayBeSentence(folded) && NOTHING_THERE.test(folded));
}

/** Whether it names what was not found or done: what is merely not there a name may say, too (没有围墙的博物馆). */
export function saysNothingDone(folded: string): boolean {
  return mayBeSentence(folded) && NOTHING_DONE.test(folded);
}

function mayBeSentence(folded: string): boolean {
  return folded.length >= 6 && folded.length <= 60 && !NOTHING_ELSE.test(folded);
}

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

const EXAMPLE = '(?:填[写报]表?)?(?:示例|样例|范例|样表|例)';
const EXAMPLE_MARK = new RegExp(`^[([【]?${EXAMPLE}[:：]?(?:\\d{1,3}|[一二三四五])?[)\\]】]?[:：]?$`);
const OF_EXAMPLE =
  /(?:[此本该首上]|第一)行.{0,4}(?:示例|样例|范例|例)|(?:示例|样例|范例).{0,6}(?:请?删|参考|仅供|勿|不计)/;

/** Whether a text is the mark of an example and nothing else: 示例, （样例）, 例1, 示例:1. */
export function isExample(folded: string): boolean {
  return folded.length <= 12 && EXAMPLE_MARK.test(folded);
}

/** Whether a remark says that its row is an example: 此行为示例，请删除. */
export function saysExample(folded: string): boolean {
  return isExample(folded) || OF_EXAMPLE.test(folded);
}

/** Whether a text of any column says it of its own row: 此行为示例，请删除. */
export function saysRowIsExample(folded: string): boolean {
  return folded.length <= 40 && /[此本该]行.{0,4}(?:示例|样例|范例)/.test(folded);
}

const NAMED_EXAMPLE = /(?:示例|样例|范例|样表)[)】\]]?$/;

/** Whether a sheet's name or title says that the sheet is an example: 样表, 道路修建情况表（填写示例）. */
export function namesExample(folded: string): boolean {
  return isExample(folded) || NAMED_EXAMPLE.test(folded);
}

/** Whether a text says that a table ends here: 以下无内容, 以下空白, END. */
export function saysEnd(folded: string): boolean {
  const bare = folded.replace(/^[-—–=*(/\\]+|[-—–=*)/\\。.]+$/g, '');
  return /^(?:(?:此行|本行|此页|本页|本表)?以下(?:均?为?空白|为空|无(?:内容|数据|正文|记录)?)|(?:the)?end|完|(?:本?表)?结束)$/i.test(
    bare,
  );
}

const LABEL = /^[\u4e00-\u9fffA-Za-z()（）、]{2,14}[:：]/;

/** Whether a text is a label, with or without its value: 经办人：, 公示时间：2021年12月3日. */
export function isLabelled(folded: string): boolean {
  return LABEL.test(folded);
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

const NO_SUM_IN_GROUP = /率|占比|比例|编号|编码|代码|号码|电话|单价|价格|排名|名次|同比|环比|日期|时间/;

/**
 * Whether a column under this header, folded, its parts joined by /, holds quantities that add up: not rates, averages,
 * years, codes, prices. A group of columns may well be that of a year (2020年度/金额).
 */
export function holdsSum(header: string): boolean {
  const group = header.slice(0, Math.max(0, header.lastIndexOf('/')));
  return !NO_SUM.test(header.slice(group.length)) && !NO_SUM_IN_GROUP.test(group);
}

/** 1 for first characters of the words above: any other text is no label that needs a closer look. */
const SUSPECT = new Uint8Array(0x10000);
for (const c of '小合总總共累全本各其平均汇彙计無无没未零暂空注备说填制审复单负联数资来报统经分主领签盖附提温要第截截止上此表以核编录监承接记财党会出年期月过過转轉该结示样范例辖我今尚完较比同环涨跌增降升变占百∑ΣTtSsEeGg第*※★▲☆(（【[一二三四五六七八九十ⅠⅡⅢ—-–―－─/\\／序编指 \u3000\n\r\t') {
  SUSPECT[c.charCodeAt(0)] = 1;
}

/** Texts of a row that are looked at for labels. */
export const LABELS_ASKED = 6;

/**
 * Whether a text could be one of these words, for the hot path: a look at its first and last character, and for a
 * colon in the row's first text.
 */
export function mayBeLabel(text: string, isFirst: boolean): boolean {
  const first = text.charCodeAt(0);
  if (SUSPECT[first] === 1 || mayFold(first) || endsLikeLabel(text)) return true;
  return isFirst && (text.includes('：') || text.includes(':'));
}

/** Whether a remark could say that its row is an example, for the hot path. */
export function mayBeExample(remark: string): boolean {
  return remark.includes('例') || remark.includes('样表');
}

/** Whether a text is one of these words, or states something (村委会意见：). */
export function isLabel(folded: string): boolean {
  return (
    /[:：]/.test(folded) ||
    totalWord(folded) !== null ||
    saysNil(folded) ||
    saysNothing(folded) ||
    isDash(folded) ||
    isNote(folded) ||
    isFooter(folded) ||
    saysExample(folded) ||
    saysEnd(folded) ||
    isOutline(folded) ||
    namesTheWhole(folded)
  );
}

/** What ends a label that is none of a row of data: 东魏庄小计, 村委会意见：. A look at the last character, for the hot path. */
function endsLikeLabel(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return (
    last === 0x8ba1 ||
    last === 0x8a08 ||
    last === 0x989d ||
    last === 0x984d ||
    last === 0x548c ||
    last === 0x3a ||
    mayFold(last)
  );
}
