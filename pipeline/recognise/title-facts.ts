/** What a title, a sheet's name or 填报单位 says of every row of a sheet: the 险种, the village (DOMAIN B). */
import type { ColumnSpec, Form } from '../forms/define.js';
import { words } from './header/text.js';

/** @returns by the form's columns, the word that each cell of a column stands for that the sheet does not have. */
export function suppliedByTitle(form: Form, surroundings: string): ReadonlyMap<string, string> {
  const supplied = new Map<string, string>();
  if (form.shape.kind !== 'events') return supplied;
  const text = words(surroundings);
  for (const [field, { spec }] of Object.entries(form.columns)) {
    if (!spec.required) continue;
    const word =
      field === form.parts ? partNamed(spec, text) : spec.names === 'village' ? villageNamed(text) : null;
    if (word !== null) supplied.set(field, word);
  }
  return supplied;
}

/** The one part of the form that a text names; null: none, or several. */
function partNamed(spec: ColumnSpec, text: string): string | null {
  const apart = spec.apart.find(({ pattern }) => pattern.test(text));
  if (apart) return apart.value;
  const named = new Set([
    ...Object.entries(spec.choices ?? {})
      .filter(([value, ways]) => [value, ...ways].some((word) => word.length >= 2 && text.includes(word)))
      .map(([value]) => value),
    ...spec.patterns.filter(({ pattern }) => pattern.test(text)).map(({ value }) => value),
  ]);
  const [only = null] = named;
  return named.size === 1 ? only : null;
}

/** 柳岸村 in 苇塘镇柳岸村2021年财务收支明细账; what follows must not make another word of it: 东村级道路, 大村镇. */
const VILLAGE =
  /(?:^|[镇乡县区市:：、，,和]|街道)((?:(?![镇乡县区])[\u4e00-\u9fff]){1,4}?村)(?:村?民委员会|村?委会)?(?![级民镇庄集里屯组内容改办干部])/g;
/** Words that end so and name no village. */
const NO_VILLAGE = /^(?:[各全本我该每分两新老]|行政|自然|涉及|所属|所在|全部|各行政|美丽乡|新农|农|乡)村$/;

function villageNamed(text: string): string | null {
  const found = [...text.matchAll(VILLAGE)]
    .map(([, name = '']) => name)
    .filter((name) => !NO_VILLAGE.test(name));
  const named = new Set(found);
  const [only = null] = named;
  return named.size === 1 ? only : null;
}
