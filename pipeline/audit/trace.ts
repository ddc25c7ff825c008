/** From a published figure to the cells behind it, and from its change to the rows that made it. */

import { join } from 'node:path';
import type { Figure, Side } from '../figure.js';
import { maskKey, maskText } from '../findings/mask.js';
import { forms } from '../forms/index.js';
import { type Indicator, loadIndicators } from '../indicators/catalogue.js';
import { type Options, UsageError } from '../options.js';
import { runLine, sqlFolder } from '../program/program.js';
import { changeRows, explanations } from '../publication/changes.js';
import type { Evidenced } from '../publication/evidenced.js';
import { mergeExplanations } from '../publication/explanations.js';
import { evidenceShower } from '../publication/from-store.js';
import { leftOutLines } from '../publication/left-out.js';
import type { ChangeRow, EvidenceRow, Explanation, LeftOutLine } from '../publication/publication.js';
import type { RunRecord } from '../publication/run-record.js';
import { lastPublication } from '../publish/record.js';
import { type TracedPart, type TracedUnit, traceRollUp } from '../rollup/traced.js';
import type { Store } from '../store/database.js';
import { evaluationsOf } from '../store/evaluations.js';
import { figuresAsOf } from '../store/figures.js';
import { sourceRows } from '../store/lineage.js';
import { openReadOnlyOf } from '../store/open.js';
import { publishedPlaces } from '../store/publications.js';
import { statement } from '../store/statement.js';
import { storedJson } from '../store/stored-json.js';
import { findFigures } from './find-figure.js';

/** A piece of evidence, with what it was submitted in and where it comes from. */
export interface TracedRow extends EvidenceRow {
  /** Unit of the value. */
  readonly unit: string;
  readonly department: string;
  /** When the file's bytes were first read, ISO. */
  readonly firstReadAt: string;
}

/** A figure with everything behind it; rows are read as they are asked for. */
export interface Trace {
  readonly unit: string;
  /** Of the publication, below outputs/<unit>/. */
  readonly folder: string;
  readonly asOf: string;
  readonly figures: readonly Figure[];
  /** Of a roll-up, what each of its units says of them; null of a township. */
  readonly units: readonly TracedUnit[] | null;
  /** The figure's own indicator, or the two parts of a ratio. */
  readonly indicators: readonly Indicator[];
  readonly sql: ReadonlyMap<string, string>;
  evidence(indicator: Indicator, side: Side): Iterable<TracedRow>;
  changes(indicator: Indicator): Iterable<ChangeRow>;
  /** The changes of the figures taken apart. */
  explanations(indicator: Indicator): readonly Explanation[];
  leftOut(indicator: Indicator): Iterable<LeftOutLine>;
}

/**
 * Opens the trace of the figure that `name` means in the last publication.
 * @param unmasked shows personal data in full.
 * @throws UsageError where nothing is published yet, or no figure is meant.
 */
export async function openTrace(
  name: string,
  options: Options,
  unmasked = false,
): Promise<{ trace: Trace; close: () => void }> {
  const store = await openReadOnlyOf(options);
  if (!store) throw nothingPublished(options);
  try {
    const { asked, all, figures } = publicationWith(store, options, name);
    const catalogue = loadIndicators(join(sqlFolder, 'indicators'));
    const first = figures[0];
    const ids = first && first.parts.length > 0 ? first.parts : [first?.id];
    const indicators = ids.flatMap((id) => catalogue.filter((indicator) => indicator.id === id));
    const trace = traceOf(store, asked, all, figures, indicators, catalogue, unmasked);
    return { trace, close: () => store.close() };
  } catch (error) {
    store.close();
    throw error;
  }
}

function traceOf(
  store: Pick<Store, 'engine'>,
  { unit, folder, asOf, run }: TracedPublication,
  all: readonly Figure[],
  figures: readonly Figure[],
  indicators: readonly Indicator[],
  catalogue: readonly Indicator[],
  unmasked: boolean,
): Trace {
  const groups = new Set(figures.map(({ group }) => group));
  const grouped = figures.some(({ group }) => group !== '');
  // A file or sheet may be named after a person's number.
  const place = (name: string) => (unmasked ? name : maskText(name));
  const placed = <Row extends { readonly file: string; readonly sheet: string }>(row: Row): Row => ({
    ...row,
    file: place(row.file),
    sheet: place(row.sheet),
  });
  const wantedOf = ({ evidenced, groupOf }: TracedPart) =>
    new Set(grouped ? ownGroups(store, evidenced, (group) => groups.has(groupOf(group))) : ['']);
  const rolledUp = run.units ? traceRollUp(store, run.units, asOf, catalogue, all) : null;
  const parts = rolledUp?.parts ?? ((indicator: Indicator) => ownParts(store, unit, asOf, indicator));
  return {
    unit,
    folder,
    asOf,
    figures,
    units: rolledUp?.unitsWithFigures([...new Set(figures.map(({ id }) => id))]) ?? null,
    indicators,
    sql: new Map(indicators.map(({ id, sql }) => [id, sql])),
    *evidence(indicator, side) {
      for (const { evidenced, asEvidence } of parts(indicator, side)) {
        const { form, evaluations, omitted } = evidenced;
        const shownAs = evidenceShower(indicator, form, side, unmasked);
        for (const row of sourceRows(store, form, evaluations[side], indicator)) {
          if (omitted?.has(row.rowId)) continue;
          const shown = asEvidence(shownAs(row));
          if (grouped && !groups.has(shown.group)) continue;
          yield {
            ...placed(shown),
            unit: row.valueUnit ?? indicator.unit,
            department: figures[0]?.department ?? '',
            firstReadAt: row.firstReadAt,
          };
        }
      }
    },
    *changes(indicator) {
      for (const part of parts(indicator, 'both')) {
        const { evidenced, asChange } = part;
        for (const row of changeRows(store, evidenced, wantedOf(part))) {
          const change = asChange(row);
          yield {
            ...placed(change),
            previousFile: place(change.previousFile),
            previousSheet: place(change.previousSheet),
          };
        }
      }
    },
    explanations: (indicator) =>
      mergeExplanations(
        parts(indicator, 'both').flatMap((part) =>
          explanations(store, part.evidenced, wantedOf(part)).map(part.asExplanation),
        ),
      ),
    *leftOut(indicator) {
      for (const { evidenced, omitted, asEvidence } of parts(indicator, 'current')) {
        for (const line of leftOutLines(store, evidenced, unmasked)) {
          yield placed({ ...line, file: asEvidence({ file: line.file, group: '' }).file });
        }
        for (const { group, file, sheet, row, key: text } of omitted) {
          const place = placed({ file: asEvidence({ file, group }).file, sheet });
          const key = text === null ? '' : maskKey(text, evidenced.form);
          yield { ...place, sha256: '', row, key, label: '', reason: '已由另一单位计入' };
        }
      }
    },
  };
}

/** A township's evidence is its own. */
function ownParts(
  store: Pick<Store, 'engine'>,
  unit: string,
  asOf: string,
  indicator: Indicator,
): TracedPart[] {
  const form = forms.find(({ id }) => id === indicator.form);
  if (!form) throw new Error(`there is no form ${indicator.form}`);
  const stored = evaluationsOf(store, unit, asOf)(indicator.id);
  if (!stored) return [];
  const evaluations = { current: stored.current.id, previous: stored.previous.id };
  return [
    {
      unit,
      evidenced: { indicator, form, evaluations },
      omitted: [],
      asEvidence: (row) => row,
      asChange: (row) => row,
      asExplanation: (part) => part,
      groupOf: (group) => group,
    },
  ];
}

/** The groups of an evaluation that are wanted, as the unit itself names them. */
function ownGroups(
  { engine }: Pick<Store, 'engine'>,
  { evaluations }: Evidenced,
  isWanted: (group: string) => boolean,
): string[] {
  return groupsOf
    .all(engine, evaluations)
    .map(({ grp }) => grp)
    .filter(isWanted);
}

const groupsOf = statement((db, given: Readonly<Record<Side, number>>) =>
  db
    .selectFrom('evidence')
    .select('grp')
    .distinct()
    .where('evaluation_id', 'in', [given.current, given.previous]),
);

/** The last publication that is asked for. */
interface TracedPublication {
  readonly unit: string;
  readonly folder: string;
  readonly asOf: string;
  readonly run: RunRecord;
}

interface TracedFigures {
  readonly asked: TracedPublication;
  /** All of the publication. */
  readonly all: readonly Figure[];
  readonly figures: readonly Figure[];
}

/**
 * The figures that a name means, of the only unit that has a value of them.
 * @throws UsageError where none has, or several have.
 */
function publicationWith(store: Pick<Store, 'engine'>, options: Options, name: string): TracedFigures {
  const publications = publicationsAskedFor(store, options);
  const [first, ...others] = publications;
  if (!first) throw nothingPublished(options);
  if (others.length === 0) return figuresIn(store, first, name);
  const found = publications.flatMap((one) => {
    try {
      return [figuresIn(store, one, name)];
    } catch (error) {
      if (error instanceof UsageError) return [];
      throw error;
    }
  });
  const valued = found.filter(({ figures }) => figures.some(({ value }) => value !== null));
  const [only, another] = valued.length > 0 ? valued : found;
  if (!only) return figuresIn(store, first, name);
  if (another) {
    const list = (valued.length > 0 ? valued : found).map(({ asked }) => asked.unit);
    throw new UsageError(
      `有这个指标的乡镇有 ${list.join('、')}，请用 --unit 指明一个。`,
      `Units that have this figure: ${list.join(', ')}. Name one with --unit.`,
    );
  }
  // What is read next is the unit's own.
  return figuresIn(store, only.asked, name);
}

function figuresIn(store: Pick<Store, 'engine'>, asked: TracedPublication, name: string): TracedFigures {
  if (!asked.run.units) store.engine.enter?.(asked.unit);
  const all = figuresAsOf(store, asked.unit, asked.asOf) ?? [];
  return { asked, all, figures: findFigures(all, name) };
}

/** The last publication of each unit that is asked for. */
function publicationsAskedFor({ engine }: Pick<Store, 'engine'>, options: Options): TracedPublication[] {
  const wanted = publishedPlaces
    .all(engine)
    .filter(
      ({ unit, folder, as_of }) =>
        (options.unit === null || unit === options.unit) &&
        (options.asOf === null || as_of === options.asOf) &&
        (options.period === null || folder === options.period || options.asOf !== null),
    );
  const last = new Map(wanted.map((place) => [place.unit, place]));
  return [...last.values()].map(({ unit, folder, as_of: asOf }) => {
    const { run_json } = lastPublication({ engine }, unit, folder) ?? { run_json: '{}' };
    return { unit, folder, asOf, run: storedJson<RunRecord>(run_json) };
  });
}

function nothingPublished({ outputs }: Options): UsageError {
  return new UsageError(
    `${outputs} 里还没有相应的成果，请先运行 ${runLine}。`,
    `Nothing of this is published in ${outputs} yet; run ${runLine} first.`,
  );
}
