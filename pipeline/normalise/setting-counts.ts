/** How many rows of a table each line of the township's settings concerned. */
import {
  type ColumnAnswer,
  columnLine,
  type SettingUse,
  type ValueAnswer,
  valueLine,
} from '../recognise/answers.js';
import type { Table } from '../recognise/table.js';
import type { Context, NameAlias } from './row.js';

export interface SettingCounts {
  value(answer: ValueAnswer): void;
  alias(alias: NameAlias): void;
  all(): readonly SettingUse[];
}

export function settingCounts({ aliases }: Pick<Context, 'aliases'>): SettingCounts {
  const values = new Map<ValueAnswer, number>();
  const names = new Map<NameAlias, number>();
  const one = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    value: (answer) => one(values, answer),
    alias: (alias) => one(names, alias),
    all: () => [
      ...[...values].map(([answer, rows]) => ({
        setting: 'values.csv' as const,
        line: valueLine(answer),
        rows,
      })),
      ...aliasUses(aliases, names),
    ],
  };
}

/** A line of `aliases.csv` as it was understood. */
export const aliasLine = (kind: string, name: string, alias: NameAlias): string =>
  JSON.stringify([kind, name, alias]);

function aliasUses(aliases: Context['aliases'], counts: ReadonlyMap<NameAlias, number>): SettingUse[] {
  if (counts.size === 0) return [];
  return Object.entries(aliases).flatMap(([kind, names]) =>
    [...names].flatMap(([name, alias]) => {
      const rows = counts.get(alias);
      return rows === undefined
        ? []
        : [{ setting: 'aliases.csv' as const, line: aliasLine(kind, name, alias), rows }];
    }),
  );
}

/** The answers that a table's columns follow. */
export function columnUses(
  table: Table,
  rows: number,
  units: readonly ColumnAnswer[] = [],
): readonly SettingUse[] {
  const followed = new Set([...table.columns.flatMap(({ answer }) => answer ?? []), ...units]);
  return [...followed].map((answer) => ({ setting: 'columns.csv', line: columnLine(answer), rows }));
}
