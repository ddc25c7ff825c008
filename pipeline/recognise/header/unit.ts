/** Units as they are written in headers, unit rows and unit lines (DOMAIN E). */
import { type DimensionName, dimensions } from '../../forms/units.js';
import { halfWidth } from '../../text/fold.js';

const BASE =
  '元|美元|欧元|港元|日元|吨|公斤|千克|克|斤|担|升|毫升|立方米|立方|方|平方米|平米|平方公里|平方千米|㎡|m2|m²|m3|m³|km|km2|km²|m|cm|mm|米|延米|公里|千米|里|厘米|毫米|亩|公顷|人|人次|名|户|家|个|座|栋|幢|处|次|起|件|条|所|只|头|羽|匹|株|棵|台|套|辆|艘|部|张|份|项|篇|期|场|班|课时|学时|小时|分钟|秒|天|日|月|年|岁|分|周|度|千瓦|千瓦时|瓦|kw|kwh|mw|强|批|批次|单|笔|本|册|箱|袋|包|盒|瓶|桶|支|根|片|块|口|眼|盏|对|双|股|手|枚|标箱|标准箱|百分点|个百分点|倍|℃|度电|kg|t|g|l|ml|%|‰';
const UNIT = new RegExp(`^(?:十|百|千|万|十万|百万|千万|亿|十亿|百亿|万亿)?(?:${BASE})(?:/[^/]{1,6})?$`, 'i');

/** Whether the text is the name of a unit and nothing else: 万元, 元/吨, 人次, %. */
export function isUnit(text: string): boolean {
  return text.length <= 10 && UNIT.test(plain(text));
}

function plain(text: string): string {
  return halfWidth(text).replace(/\s+/g, '');
}

const MULTIPLIER = /^(?:十|百|千|万|十万|百万|千万|亿|十亿|百亿)(?=.)/;

/** The dimensions that know a written unit; a unit may belong to several (平方米). */
export function dimensionsOf(unit: string): readonly DimensionName[] {
  const written = plain(unit).toLowerCase();
  const base = written.replace(MULTIPLIER, '');
  return (Object.keys(dimensions) as DimensionName[]).filter(
    (name) => written !== '' && [written, base].some((u) => Object.hasOwn(dimensions[name].units, u)),
  );
}

/** 座/处, 座或处: of several units of one dimension the first stands for all; 元/吨 is one unit. */
export function firstOfAlternatives(unit: string): string {
  const parts = unit.split(/[/或]/);
  const [first = unit, second] = parts;
  if (second === undefined) return unit;
  const shared = dimensionsOf(first).some((name) => parts.every((part) => dimensionsOf(part).includes(name)));
  return shared ? first : unit;
}

/** The units that a unit line names, as written: 万元、亩 → both; empty where it names something else. */
export function headerUnits(value: string): readonly string[] {
  const parts = halfWidth(value)
    .split(/[、,;，；\s]+|和/)
    .map((part) => part.replace(/^\((.*)\)$/, '$1').replace(/[。.]$/, ''))
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every(isUnit) ? parts : [];
}
