/** When a name of `aliases.csv` stands for another (DOMAIN B “Villages”). */
import type { Form, NameKind } from '../forms/define.js';
import { type AliasRule, isHome } from './name.js';
import type { Context, NameAlias } from './row.js';
import type { Survey } from './survey.js';

const isDated = ({ from, until }: NameAlias): boolean => from !== null || until !== null;

const holdsOn = ({ from, until }: NameAlias, date: string): boolean =>
  (from === null || date >= from) && (until === null || date < until);

/**
 * In the roster of what is named here an alias never makes two rows one, unless it is dated and has begun: a roster
 * that lists both names has both. In a list of events it holds by the event's date, in any other roster by the
 * period's.
 * @param dateOf the event's date in the row that is read; null: none
 * @param onKept is called with names that stay what they are because their alias has no date
 */
export function aliasRule(
  form: Form,
  field: string,
  kind: NameKind,
  { aliases, asOf }: Context,
  survey: Survey,
  dateOf: () => string | null,
  onKept: (alias: NameAlias) => void,
): AliasRule {
  if (!isHome(form, field)) {
    return (alias) => !isDated(alias) || holdsOn(alias, dateOf() ?? asOf);
  }
  const lists = new Map<string, number>();
  const countOf = (canonical: string): number => {
    if (lists.size === 0) {
      for (const name of survey.names(field)) {
        const to = aliases[kind].get(name)?.canonical ?? name;
        lists.set(to, (lists.get(to) ?? 0) + 1);
      }
    }
    return lists.get(canonical) ?? 0;
  };
  return (alias) => {
    if (isDated(alias) && holdsOn(alias, asOf)) return true;
    const isAlone = countOf(alias.canonical) < 2;
    if (!isAlone && !isDated(alias)) onKept(alias);
    return isAlone;
  };
}
