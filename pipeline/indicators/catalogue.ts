/** The catalogue of indicators: the files of `sql/indicators/`, each with its header checked against the forms. */
import { type Form, isAsked, smallestPerUnit } from '../forms/define.js';
import { forms as allForms } from '../forms/index.js';
import { dimensions } from '../forms/units.js';
import { compareText } from '../text/fold.js';
import {
  type Complaints,
  checkHeader,
  complaints,
  listed,
  oneOf,
  readSqlFolder,
  type SqlFile,
} from '../text/sql-file.js';
import { checkQuery, conditionsOn, isRowByRow, namesIn } from '../text/sql-scan.js';

export interface Indicator {
  readonly id: string;
  /** Path below the folder of indicators. */
  readonly file: string;
  readonly label: string;
  /** '' where the unit travels with the rows. */
  readonly unit: string;
  readonly kind: 'stock' | 'flow' | 'planned' | 'ratio';
  /** Section of the report, from 1, and the place in it. */
  readonly section: number;
  readonly order: number;
  /** In Chinese words, for auditors. */
  readonly definition: string;
  readonly aggregate: 'count' | 'sum' | 'single';
  /** Form, and the column whose cell the evidence shows; of a ratio, those of its numerator. */
  readonly form: string;
  readonly column: string;
  /** Columns of the form without which the figure is not known: those that its query reads and that the form asks for, and its value's. */
  readonly needs: readonly string[];
  /** The other columns that its query reads: where they are missing, their default counts, or that they are empty. */
  readonly reads: readonly string[];
  /** What an accepted row must fulfil to count, in the order of the query. */
  readonly conditions: readonly Condition[];
  /** Of a flow, the column whose date lies between `:from` and `:as_of`; null of the others. */
  readonly date: string | null;
  /** Values of a column, each of which must have been submitted, or declared nil, for the figure to stand. */
  readonly requires: { readonly column: string; readonly values: readonly string[] } | null;
  /** The report says that it did not happen once, if so. */
  readonly zeroClaim: boolean;
  /** Whether its change may be given in percent: not that of a ratio, a year or a rank. */
  readonly inPercent: boolean;
  /** A change by more than half and by more than this, a decimal in its unit, is asked about (`years.jump`); 10 where nothing is said. */
  readonly jump: string;
  /** Of a ratio only: numerator / denominator × factor. */
  readonly parts: {
    readonly numerator: string;
    readonly denominator: string;
    readonly factor: string;
  } | null;
  /**
   * A check whose waived rows count all the same: `:waived` holds their numbers, each between commas; null: none.
   */
  readonly waives: string | null;
  /** '' for a ratio. Returns row_id and, where it has them, value, grp and value_unit. */
  readonly sql: string;
  /** The forms whose views the query reads. */
  readonly views: readonly string[];
  /** Whether what becomes of a row depends on that row alone. */
  readonly rowByRow: boolean;
  /** sha256 of the file. */
  readonly hash: string;
  /** How many of the smallest unit of its column one published unit is, as a fraction. */
  readonly scale: readonly [number, number];
}

/** A condition of a query, and what is said of a row that it leaves out. */
export interface Condition {
  /** 不是规上 */
  readonly leftOut: string;
  /** null: whatever the query asks of several rows together. */
  readonly sql: string | null;
  /** The form's columns that it reads. */
  readonly columns: readonly string[];
}

const common = ['label', 'unit', 'kind', 'place', 'definition'];
const kinds = ['stock', 'flow', 'planned', 'ratio'] as const;

/**
 * Reads every indicator below a folder.
 * @returns them in the order of the report: by section and place.
 * @throws DefinitionError that names file and line of everything that is wrong.
 */
export function loadIndicators(dir: string, forms: readonly Form[] = allForms): Indicator[] {
  const wrong = complaints();
  const files = readSqlFolder(dir, wrong);
  const queries = files.filter((file) => !isRatio(file)).map((file) => fromQuery(file, forms, wrong));
  const ratios = files.filter(isRatio).map((file) => ratio(file, queries, wrong));
  const indicators = [...queries, ...ratios].sort((a, b) => a.section - b.section || a.order - b.order);
  checkPlaces(indicators, files, wrong);
  wrong.raise();
  return indicators;
}

const isRatio = (file: SqlFile) => file.header.get('kind')?.value === 'ratio';
const field = (file: SqlFile, key: string) => file.header.get(key)?.value ?? '';
const lineOf = (file: SqlFile, key: string) => file.header.get(key)?.line ?? 1;

function describe(file: SqlFile, wrong: Complaints) {
  const place = /^([1-9]\d*)\.(\d\d)$/.exec(field(file, 'place'));
  if (!place && file.header.has('place')) {
    wrong.add(file, lineOf(file, 'place'), `place is section.order as in 2.04, not ${field(file, 'place')}`);
  }
  return {
    id: file.id,
    file: file.below,
    label: field(file, 'label'),
    unit: field(file, 'unit'),
    kind: oneOf(file, 'kind', kinds, wrong),
    section: Number(place?.[1] ?? 0),
    order: Number(place?.[2] ?? 0),
    definition: field(file, 'definition'),
    jump: jump(file, wrong),
    hash: file.hash,
  };
}

function jump(file: SqlFile, wrong: Complaints): string {
  const written = field(file, 'jump');
  if (file.header.has('jump') && !/^\d+(?:\.\d+)?$/.test(written)) {
    wrong.add(file, lineOf(file, 'jump'), `jump is a decimal such as 10 or 0.5, not ${written}`);
    return '0';
  }
  return written === '' ? '10' : written;
}

function fromQuery(file: SqlFile, forms: readonly Form[], wrong: Complaints): Indicator {
  checkHeader(
    file,
    {
      required: [...common, 'aggregate', 'form', 'column'],
      optional: ['jump', 'needs', 'reads', 'left_out', 'requires', 'waives', 'zero_claim', 'percent'],
      mayBeEmpty: ['unit'],
    },
    wrong,
  );
  const described = describe(file, wrong);
  const form = forms.find(({ id }) => id === field(file, 'form'));
  if (!form && file.header.has('form')) {
    const known = forms.map(({ id }) => id).join(', ');
    wrong.add(file, lineOf(file, 'form'), `there is no form ${field(file, 'form')}; the forms are ${known}`);
  }
  checkColumn(file, 'column', field(file, 'column'), form, wrong);
  const aggregate = oneOf(file, 'aggregate', ['count', 'sum', 'single'] as const, wrong);
  const flow = described.kind === 'flow';
  const waived = file.header.has('waives') ? ['waived'] : [];
  const read = checkQuery(
    file,
    {
      views: new Set(forms.map(({ id }) => id)),
      needed: [...(flow ? ['unit', 'period', 'from', 'as_of'] : ['unit', 'period']), ...waived],
      allowed: [...(flow ? ['unit', 'period', 'from', 'as_of'] : ['unit', 'period', 'as_of']), ...waived],
      groupBy: false,
    },
    wrong,
  );
  if (form && file.sql !== '' && !read.has(form.id)) {
    wrong.add(file, file.sqlLine, `the query does not read ${form.id}, whose rows it says it selects`);
  }
  return {
    ...described,
    aggregate,
    form: form?.id ?? '',
    column: field(file, 'column'),
    ...columnsOf(file, form, aggregate, wrong),
    conditions: conditions(file, form, wrong),
    date: /\b(\w+)\s+BETWEEN\s+:from\s+AND\s+:as_of\b/i.exec(file.sql)?.[1] ?? null,
    requires: requires(file, form, wrong),
    zeroClaim: file.header.has('zero_claim') && oneOf(file, 'zero_claim', ['yes'] as const, wrong) === 'yes',
    inPercent: !(file.header.has('percent') && oneOf(file, 'percent', ['no'] as const, wrong) === 'no'),
    parts: null,
    waives: file.header.get('waives')?.value ?? null,
    sql: file.sql,
    views: [...read].sort(compareText),
    rowByRow: isRowByRow(file),
    scale: scale(file, aggregate, form, wrong),
  };
}

function checkColumn(
  file: SqlFile,
  key: string,
  column: string,
  form: Form | undefined,
  wrong: Complaints,
): void {
  if (form && column !== '' && !Object.hasOwn(form.columns, column)) {
    const known = Object.keys(form.columns).join(', ');
    wrong.add(file, lineOf(file, key), `${form.id} has no column ${column}; its columns are ${known}`);
  }
}

/**
 * The columns that a query reads. The header says them too, under `needs` and `reads`, for who reads it; complains where
 * it says others than the query.
 */
function columnsOf(
  file: SqlFile,
  form: Form | undefined,
  aggregate: Indicator['aggregate'],
  wrong: Complaints,
): Pick<Indicator, 'needs' | 'reads'> {
  if (!form) return { needs: [], reads: [] };
  const value = aggregate === 'count' ? '' : field(file, 'column');
  const read = namesIn(file, Object.keys(form.columns));
  const isNeeded = (name: string) => {
    const spec = form.columns[name]?.spec;
    return name === value || (spec !== undefined && isAsked(spec));
  };
  const columns = { needs: read.filter(isNeeded), reads: read.filter((name) => !isNeeded(name)) };
  if (!file.header.has('needs') && !file.header.has('reads')) return columns;
  for (const [key, names] of [
    ['needs', columns.needs],
    ['reads', columns.reads],
  ] as const) {
    const said = listed(field(file, key));
    if (said.toSorted().join() !== names.toSorted().join()) {
      const should = names.length === 0 ? `leave ${key} out` : `${key}: ${names.join(', ')}`;
      wrong.add(file, lineOf(file, key), `by its query and the form, the header should say ${should}`);
    }
  }
  return columns;
}

/** The query's conditions with the words of the header, `；` between them; one more where it looks at several rows together. */
function conditions(file: SqlFile, form: Form | undefined, wrong: Complaints): Condition[] {
  if (!form) return [];
  const asked: readonly (string | null)[] = [
    ...conditionsOn(form.id, file.sql),
    ...(isRowByRow(file) ? [] : [null]),
  ];
  const words = field(file, 'left_out').split('；').filter(Boolean);
  if (file.header.has('left_out') && words.length !== asked.length) {
    const said = asked.map((condition) => condition ?? 'the rest of the query').join('; ');
    wrong.add(
      file,
      lineOf(file, 'left_out'),
      `left_out has ${words.length} words for ${asked.length} conditions: ${said}`,
    );
  }
  const names = Object.keys(form.columns);
  return asked.map((sql, at) => ({
    leftOut: words[at] ?? '不符合口径',
    sql,
    columns: sql === null ? [] : wordsOf(sql).filter((word) => names.includes(word)),
  }));
}

/** The names in a condition, without its strings. */
const wordsOf = (sql: string) => [...new Set(sql.replace(/'[^']*'/g, '').match(/\w+/g))];

function requires(file: SqlFile, form: Form | undefined, wrong: Complaints): Indicator['requires'] {
  const stated = file.header.get('requires');
  if (!stated) return null;
  const [, column, words] = /^([a-z_]+) = (.+)$/.exec(stated.value) ?? [];
  const values = listed(words ?? '');
  if (column === undefined || values.length === 0) {
    wrong.add(file, stated.line, `requires reads "column = value, value", not "${stated.value}"`);
    return null;
  }
  checkColumn(file, 'requires', column, form, wrong);
  const choices = form?.columns[column]?.spec.choices;
  for (const value of values) {
    if (choices && !Object.hasOwn(choices, value)) {
      const known = Object.keys(choices).join(', ');
      wrong.add(file, stated.line, `${value} is no value of ${column}; its values are ${known}`);
    }
  }
  return { column, values };
}

/** A count is in rows, a sum in the unit of its column's dimension; a year is a number of years. */
function scale(
  file: SqlFile,
  aggregate: Indicator['aggregate'],
  form: Form | undefined,
  wrong: Complaints,
): readonly [number, number] {
  const spec = form?.columns[field(file, 'column')]?.spec;
  if (!spec || !file.header.has('unit')) return [1, 1];
  const unit = field(file, 'unit');
  const dimension = aggregate === 'count' ? 'count' : (spec.dimension ?? 'years');
  if (!Object.hasOwn(dimensions[dimension].units, unit)) {
    const { name, units } = dimensions[dimension];
    const known = Object.keys(units).filter((known) => known !== '');
    wrong.add(
      file,
      lineOf(file, 'unit'),
      `${unit === '' ? 'an empty unit' : unit} is no unit of ${name}; they are ${known.join(', ') || 'none'}`,
    );
    return [1, 1];
  }
  return aggregate === 'count' ? [1, 1] : smallestPerUnit(spec, spec.dimension === null ? null : unit);
}

function ratio(file: SqlFile, queries: readonly Indicator[], wrong: Complaints): Indicator {
  const parts = ['numerator', 'denominator', 'factor'];
  checkHeader(file, { required: [...common, ...parts], optional: ['jump'] }, wrong);
  if (file.sql !== '') wrong.add(file, file.sqlLine, 'a ratio has no query: it follows from its two parts');
  const part = (key: string) => {
    const found = queries.find(({ id }) => id === field(file, key));
    if (!found && file.header.has(key)) {
      wrong.add(file, lineOf(file, key), `${key}: there is no indicator ${field(file, key)} with a query`);
    }
    return found;
  };
  const numerator = part('numerator');
  const denominator = part('denominator');
  if (file.header.has('factor') && !/^[1-9]\d*$/.test(field(file, 'factor'))) {
    wrong.add(
      file,
      lineOf(file, 'factor'),
      `factor is a whole number such as 100, not ${field(file, 'factor')}`,
    );
  }
  return {
    ...describe(file, wrong),
    aggregate: numerator?.aggregate ?? 'count',
    form: numerator?.form ?? '',
    column: numerator?.column ?? '',
    needs: [],
    reads: [],
    conditions: [],
    date: null,
    requires: null,
    zeroClaim: false,
    inPercent: false,
    parts: {
      numerator: numerator?.id ?? '',
      denominator: denominator?.id ?? '',
      factor: field(file, 'factor'),
    },
    waives: null,
    sql: '',
    views: [],
    rowByRow: false,
    scale: [1, 1],
  };
}

function checkPlaces(indicators: readonly Indicator[], files: readonly SqlFile[], wrong: Complaints): void {
  const taken = new Map<string, string>();
  const ids = new Set<string>();
  for (const { id, section, order } of indicators) {
    const file = files.find((known) => known.id === id);
    if (!file) continue;
    const place = `${section}.${order}`;
    const other = taken.get(place);
    if (other !== undefined && section > 0) {
      wrong.add(file, lineOf(file, 'place'), `place ${field(file, 'place')} is that of ${other}`);
    }
    taken.set(place, id);
    if (ids.has(id)) wrong.add(file, 1, `there are two files whose path makes the id ${id}`);
    ids.add(id);
  }
}
