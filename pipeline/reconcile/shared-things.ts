/** A road that two villages list is one road (DOMAIN B 3): the first counts, the others say which. */
import { finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { address } from '../text/address.js';
import { fold } from '../text/fold.js';
import { byPlace } from './duplicate-groups.js';
import { type Scope, writeFinding } from './findings.js';

interface Listed {
  readonly row_id: number;
  readonly table_id: number;
  readonly submission_id: number;
  readonly file: string;
  readonly sheet: string;
  readonly sheet_index: number;
  readonly row: number;
  readonly by: string;
  readonly name: string;
  readonly section: string;
}

/** Marks the rows that repeat what another place has listed. */
export function markShared(store: Store, scope: Scope, form: Form): void {
  const { shared } = form;
  if (!shared) return;
  const { engine } = store;
  engine
    .prepare(
      `UPDATE ${form.id}_row SET same_as = NULL WHERE unit = :unit AND period = :period AND same_as IS NOT NULL`,
    )
    .run(scope);
  const { by, name, section, size } = shared;
  const counts = 'unit = :unit AND period = :period AND held = 0';
  const rows = engine
    .prepare<[object], Listed & { size: number }>(
      `SELECT r.row_id, r.table_id, t.submission_id, s.file, t.sheet, t.sheet_index, r.row, r.${by} AS by,
          r.${name} AS name, r.${section} AS section, r.${size} AS size
        FROM (SELECT ${name}, ${size} FROM ${form.id}_row WHERE ${counts} AND ${section} IS NOT NULL
            GROUP BY ${name}, ${size} HAVING min(${by}) <> max(${by})) twice
          JOIN ${form.id}_row r ON r.${name} = twice.${name} AND r.${size} = twice.${size}
          JOIN source_table t ON t.table_id = r.table_id
          JOIN submission s ON s.submission_id = t.submission_id
        WHERE r.unit = :unit AND r.period = :period AND r.held = 0 AND r.${section} IS NOT NULL`,
    )
    .all(scope)
    .sort(byPlace);
  const mark = engine.prepare(`UPDATE ${form.id}_row SET same_as = ? WHERE row_id = ?`);
  const first = new Map<string, Listed>();
  for (const row of rows) {
    const ends = endsOf(row.section);
    if (!ends.some((end) => tellsPlace(end, row.by))) continue;
    const key = JSON.stringify([fold(row.name), row.size, [...ends].sort()]);
    const earlier = first.get(key);
    if (!earlier) first.set(key, row);
    else if (earlier.by !== row.by) {
      mark.run(earlier.row_id, row.row_id);
      noteShared(store, row, earlier);
    }
  }
}

function noteShared(store: Store, row: Listed, other: Listed): void {
  const params = { other_file: other.file, other_sheet: other.sheet, other_cell: address(other.row, 0) };
  const found = finding('row.shared', 'warning', { sheet: row.sheet, row: row.row }, params);
  writeFinding(store, row.submission_id, row.table_id, found);
}

/** The two ends of a section, which may be read from either: 东魏庄至赵庄, 赵庄—东魏庄村. */
function endsOf(section: string): readonly string[] {
  return fold(section)
    .split(/[-—–－~～至到]+/)
    .map((end) => end.replace(/^[从自由]|(?:村?村民委员会|村?村委会|行政村|村)$/g, ''))
    .filter((end) => end !== '');
}

/** Words of places inside of any village: they tell nothing of which road it is. */
const INSIDE =
  /^(?:本?村?(?:[东西南北中]+|内|口|头|尾|里|委|部|委会)(?:[头口边首街村]|大街|小学|学校)?|学校|小学|村?小学|桥头|街|大街|主街|主干道|起点|终点|环村路?|全村|大队|广场|文化广场|卫生室|幼儿园)$/;

/** Whether an end names a place outside of the village: another village, a road, a stake K0+000. */
function tellsPlace(end: string, village: string): boolean {
  return end !== village && !INSIDE.test(end);
}
