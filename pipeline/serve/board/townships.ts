/** The table of townships, worst first: from what is recorded of their last publications. */
import { join } from 'node:path';
import { isUnknown, type Status } from '../../figure.js';
import { readPublished } from '../../history/read.js';
import type { Unit } from '../../inputs/discover.js';
import type { Inputs } from '../../inputs/found.js';
import { childrenOf } from '../../inputs/units.js';
import { lastRuns } from '../../operations/last-runs.js';
import type { TownshipLine } from '../api/board.js';
import type { Desk } from '../desk.js';
import { headOf } from '../head.js';
import { currentRecord } from '../recorded.js';
import { shortTime } from '../words.js';
import { reminderOf } from './notices.js';

/** The latest period of each unit, or of those that are named. */
export async function townshipLines(
  desk: Desk,
  inputs: Inputs,
  only: ReadonlySet<string> | null,
): Promise<TownshipLine[]> {
  const units = inputs.units.filter(({ unit, periods }) => periods.length > 0 && (only?.has(unit) ?? true));
  const lines: TownshipLine[] = [];
  for (const unit of units)
    lines.push(await townshipLine(desk, inputs, unit, unit.periods.at(-1)?.period ?? ''));
  return lines.sort((a, b) => worse(b, a));
}

async function townshipLine(desk: Desk, { tree }: Inputs, unit: Unit, period: string): Promise<TownshipLine> {
  const { outputs } = desk.options();
  const place = { unit: unit.unit, period };
  const head = await headOf(unit, period, desk.options());
  const record = currentRecord(outputs, place);
  const lines = record ? readPublished(join(record.folder, 'submissions.csv')) : [];
  const status = (of: readonly string[]) =>
    lines.filter((line) => of.includes(line.status ?? '') && line.file === '').length;
  const received = new Set(
    lines.flatMap(({ file, form = '', period: of }) => (file && of === period && form ? [form] : [])),
  );
  const [late, owed] = [status(['late']), status(['owed', 'late'])];
  const figures = record?.run.figures ?? [];
  return {
    ...place,
    name: head.name,
    isRollUp: tree !== null && childrenOf(tree, unit.unit).length > 0,
    publishedAt: head.publishedAt,
    problem: problemOf(outputs, unit.unit, head.publishedAt),
    owed: received.size + owed,
    received: received.size,
    late,
    rowsHeldBack: record?.run.counts.rows_held_back ?? 0,
    provisional: figures.filter((figure) => figure.status === 'P').length,
    missing: figures.filter((figure) => isUnknown(figure.status as Status)).length,
    sealed: head.sealed,
    hasChanged: head.changed !== null,
    reminder: record && owed > 0 ? reminderOf(record) : '',
  };
}

function problemOf(outputs: string, unit: string, publishedAt: string | null): string {
  const last = lastRuns(outputs)?.last;
  const kept = publishedAt === null ? '' : `（保留${shortTime(publishedAt)}的成果）`;
  if (last?.error) return `没有发布：${last.error}${kept}`;
  const own = last?.units.find((of) => of.unit === unit);
  if (own?.outcome === 'failed') return `没有发布：${own.reason ?? ''}${kept}`;
  if (own?.outcome === 'deferred') return `没有发布：有文件正在写入${kept}`;
  return publishedAt === null ? '还没有发布' : '';
}

function worse(a: TownshipLine, b: TownshipLine): number {
  const ranks = ({ problem, late, rowsHeldBack, provisional, sealed }: TownshipLine) => [
    problem === '' ? 0 : 1,
    late,
    rowsHeldBack,
    provisional,
    sealed === '' ? 1 : 0,
  ];
  const [of, other] = [ranks(a), ranks(b)];
  for (const [at, rank] of of.entries()) if (rank !== other[at]) return rank - (other[at] ?? 0);
  return 0;
}
