/** Whether two names are so near that they may be one thing written in two ways, and not two things. */
import type { NameKind as Names } from '../forms/define.js';
import { fold } from '../text/fold.js';

/** Kinds of names that a roster of the township lists. */
export type NameKind = Exclude<Names, 'enterprise'>;

/** Words that names of a kind end in, and that people leave out or exchange. */
const endings: Readonly<Record<NameKind, RegExp>> = {
  village: /(?:行政|自然|新)?村$|(?:大队|社区|新)$/,
  project: /(?:建设)?(?:项目|工程)$/,
  community: /(?:新型)?(?:农村)?(?:社区|小区|新区|新村|家园)$/,
};

/** Characters by which neighbouring things are distinguished: 东庄 and 西庄, 一村 and 二村, 一期 and 二期, 肉鸡 and 肉鸭. */
const telling =
  /[东西南北中前后左右上下里外内大小老旧高低一二三四五六七八九十〇零百两\da-z甲乙丙丁戊己庚辛期段号鸡鸭鹅猪牛羊兔鱼虾]/i;

/** Family names that villages are called after: 东张庄 and 东李庄 are two. */
const familyNames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝';

/**
 * How far two different names of a kind are apart where they may mean the same: 0 they differ in their ending only,
 * else by how many characters. Null: they are clearly two.
 */
export function editDistance(kind: NameKind, one: string, other: string): number | null {
  const [a, b] = [stem(kind, one), stem(kind, other)];
  if (a === b) return 0;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < (kind === 'project' ? 4 : 3)) return null;
  if (short.length === long.length) return substituted(kind, short, long) ? 1 : null;
  const surplus = surplusOf(short, long);
  if (surplus === null || telling.test(surplus)) return null;
  const most = kind === 'village' ? 1 : Math.floor(short.length / 2);
  return surplus.length <= most ? surplus.length : null;
}

/** The name without its ending; all of it where nothing would be left. */
function stem(kind: NameKind, name: string): string {
  const whole = fold(name).replace(/[()（）·•\-—、“”"]/g, '');
  const bare = whole.replace(endings[kind], '');
  return bare.length < 2 ? whole : bare;
}

/** Whether one character stands for another by which the two are not distinguished. */
function substituted(kind: NameKind, a: string, b: string): boolean {
  const at = [...a].findIndex((_, i) => a[i] !== b[i]);
  if (a.slice(at + 1) !== b.slice(at + 1)) return false;
  const [x = '', y = ''] = [a[at], b[at]];
  if (telling.test(x) || telling.test(y)) return false;
  return kind !== 'village' || (at > 0 && !(familyNames.includes(x) && familyNames.includes(y)));
}

/** The characters of the longer text that the shorter lacks, where it holds all others in their order. */
function surplusOf(short: string, long: string): string | null {
  let at = 0;
  let surplus = '';
  for (const character of long) {
    if (character === short[at]) at++;
    else surplus += character;
  }
  return at === short.length ? surplus : null;
}
