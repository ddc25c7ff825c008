/** The townships that a sheet names in its title, its own name or 填报单位 (DOMAIN B “Held back whole”). */
import { words } from './header/text.js';

export interface NamedTownships {
  /** Whether the text names ours. */
  readonly ours: boolean;
  /** A township that is not ours; null: none. */
  readonly other: string | null;
}

/** Where a name may begin: at the beginning, behind a year, a province or county, a bracket or 附件1. */
const BEGINNINGS =
  /^|年度?|省|自治区|市|州|盟|县|旗|区|[()[\]【】《》:：,，、;；/|_—-]|附件\d*|附?表\d*|关于|[报呈]送|上报/g;
const NAME =
  /([\u4e00-\u9fff]{1,6}?(?:镇(?!市|江|平县)|乡(?!镇|土|市|县|贤|音|愁|亲|情|企|间|下|村(?!级|民委|委会|集体))|街道))(.{0,4})/y;
const BEFORE_OFFICE =
  /([\u4e00-\u9fff]{2}(?:镇|乡|街道))(?=人民政府|政府|党委|党工委|人大|办事处|[\u4e00-\u9fff]{2,6}(?:所|办公室|中心|站)$)/g;
/** Words that end like a township's name and are none. */
const NO_NAME =
  /(?:[全各本我该两同]|各?乡|乡?村|小?城|集|建制|小|强|重点|中心|示范|古|名|特色|大|市|圩|商贸)镇$|(?:[全各本我该乡城下返回家故同老水侨他异还离])乡$|(?:^|[村内主庄沿条巷路各本全我该区])街道$/;
/** What is done to a street. */
const STREET = /^(?:硬化|亮化|绿化|美化|净化|修|改|路|建|整|照|两|保|卫|清|排|门|工程|维|拓|铺|立面|情况)/;
const BEFORE = /^(?:关于|[报呈]送|上报)+/;
const ABOVE = /^.*(?:省|自治区|市|州|盟|县|旗|区)(?=..)/;

/**
 * @param ours every name of our township
 * @param others names of the other folders of `inputs/`
 */
export function townshipsNamed(
  text: string,
  ours: readonly string[],
  others: readonly string[],
): NamedTownships {
  const folded = words(text);
  const own = ours.map(words).filter((name) => name !== '');
  const stems = own.map(stemOf).filter((stem) => stem.length >= 2);
  const isOurs = (name: string) => stems.some((stem) => stemOf(name).endsWith(stem));
  const named = namesIn(folded);
  const folder = others
    .map(words)
    .find((name) => name.length >= 2 && folded.includes(name) && !own.some((n) => n.includes(name)));
  return {
    ours: own.some((name) => folded.includes(name)) || named.some(isOurs),
    other: folder ?? named.find((name) => !isOurs(name)) ?? null,
  };
}

function namesIn(folded: string): readonly string[] {
  const found = new Set<string>();
  for (const beginning of folded.matchAll(BEGINNINGS)) {
    NAME.lastIndex = beginning.index + beginning[0].length;
    const [, name = '', behind = ''] = NAME.exec(folded) ?? [];
    if (isName(name, behind)) found.add(name.replace(ABOVE, '').replace(BEFORE, ''));
  }
  for (const [, name = ''] of folded.matchAll(BEFORE_OFFICE)) {
    if (!NO_NAME.test(name) && ![...found].some((other) => other.endsWith(name))) found.add(name);
  }
  return [...found];
}

function isName(name: string, behind: string): boolean {
  // 原安康镇 is what a part of ours was.
  if (name === '' || name.startsWith('原') || NO_NAME.test(name)) return false;
  if (name.endsWith('街道')) return !STREET.test(behind);
  // 大镇村 is a village.
  return !/^村(?!级|民|委|镇|庄|集体|里)/.test(behind);
}

/** 泰平镇人民政府, 示例县泰平镇 → 泰平 */
function stemOf(name: string): string {
  return name
    .replace(/(?:人民政府|党委|政府|办事处)$/, '')
    .replace(ABOVE, '')
    .replace(/(?:镇|乡|街道)$/, '');
}
