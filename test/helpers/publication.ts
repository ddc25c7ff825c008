/** A publication made by hand, small enough to check by eye: every kind, status and sign of a change. */
import Big from 'big.js';
import { explanationOf, mergeExplanations } from '../../pipeline/publication/explanations.js';
import type {
  ChangeRow,
  CheckResult,
  EvidenceRow,
  EvidenceTotal,
  Figure,
  Publication,
  PublishedFinding,
  SettingLine,
  Side,
  SubmissionLine,
} from '../../pipeline/publication/publication.js';
import type { SeriesLine } from '../../pipeline/publication/series-line.js';

/** A figure with what is not given left normal; its change follows from value and previous. */
export function figure(given: Pick<Figure, 'id' | 'label' | 'unit'> & Partial<Figure>): Figure {
  const { value = null, previous = null, kind = 'flow' } = given;
  const inPercent = given.inPercent ?? kind !== 'ratio';
  const status = given.status ?? (value === null ? 'L' : 'A');
  const previousStatus = given.previousStatus ?? (previous === null ? 'L' : 'A');
  const change = value === null || previous === null ? null : new Big(value).minus(previous);
  const pct = change === null || !inPercent || Number(previous) <= 0 ? null : percent(change, previous);
  return {
    group: '',
    kind,
    section: 4,
    definition: `${given.label}的定义`,
    parts: [],
    value,
    previous,
    change: change?.toFixed() ?? null,
    changePct: pct,
    status,
    previousStatus,
    changeStatus: status === 'L' || previousStatus === 'L' ? 'L' : status,
    rows: 0,
    previousRows: 0,
    department: '经济发展办公室',
    rowsHeldBack: 0,
    rowsLeftOut: 0,
    missing: '',
    zeroClaim: false,
    inPercent,
    ...given,
  };
}

function percent(change: Big, previous: string | null): string {
  return change
    .times(100)
    .div(previous ?? 1)
    .round(12, Big.roundHalfUp)
    .toFixed();
}

export function evidenceRow(side: Side, value: string, given: Partial<EvidenceRow> = {}): EvidenceRow {
  return {
    side,
    group: '',
    key: '91370000MA3AAAA153',
    file: '经发办/企业名录.xlsx',
    sha256: 'ab'.repeat(32),
    sheet: '企业名录',
    row: 5,
    cell: 'B5',
    text: value,
    value,
    label: '甲公司',
    submittedUnit: '',
    unitFrom: '',
    list: '',
    ...given,
  };
}

export const figures: readonly Figure[] = [
  figure({
    id: 'villages.total.count',
    label: '行政村',
    unit: '个',
    kind: 'stock',
    section: 1,
    value: '12',
    previous: '12',
    rows: 12,
    previousRows: 12,
    department: '组织办',
  }),
  figure({
    id: 'villages.office_building.count',
    label: '实现楼房化办公的行政村',
    unit: '个',
    kind: 'stock',
    section: 1,
    value: '8',
    previous: '6',
    rows: 8,
    previousRows: 6,
    department: '组织办',
  }),
  figure({
    id: 'villages.office_building.share',
    label: '楼房化办公行政村占比',
    unit: '%',
    kind: 'ratio',
    section: 1,
    value: '66.666666666667',
    previous: '50',
    parts: ['villages.office_building.count', 'villages.total.count'],
    rows: 20,
    previousRows: 18,
    department: '组织办',
  }),
  figure({
    id: 'enterprises.above_scale.count',
    label: '规模以上企业',
    unit: '家',
    kind: 'stock',
    section: 2,
    value: '4',
    previous: '3',
    rows: 4,
    previousRows: 3,
    rowsHeldBack: 3,
    rowsLeftOut: 2,
    status: 'P',
  }),
  ...['益客产业园', '=现代牧业'].map((group, at) =>
    figure({
      id: 'projects.investment.total',
      group,
      label: '总投资',
      unit: '亿元',
      kind: 'planned',
      section: 2,
      value: at === 0 ? '37.8' : '5',
      previous: at === 0 ? '40' : null,
      previousStatus: at === 0 ? 'A' : 'M',
      changeStatus: at === 0 ? 'A' : 'M',
      rows: 1,
      previousRows: at === 0 ? 1 : 0,
      department: '项目办',
    }),
  ),
  figure({
    id: 'projects.capacity.full',
    group: '益客产业园',
    label: '建成后年产能',
    unit: '亿只',
    kind: 'planned',
    section: 2,
    value: '1.2',
    previous: '50',
    change: null,
    changePct: null,
    changeStatus: 'M',
    rows: 1,
    previousRows: 1,
    department: '项目办',
  }),
  figure({
    id: 'rural_funds.breeding.amount',
    label: '投入养殖项目资金',
    unit: '万元',
    section: 3,
    value: '1234.567801',
    previous: '1500.1',
    rows: 2,
    previousRows: 1,
    department: '乡村振兴办',
  }),
  figure({
    id: 'accidents.production.count',
    label: '安全生产事故',
    unit: '起',
    value: '0',
    previous: '0',
    zeroClaim: true,
    department: '应急办',
  }),
  figure({
    id: 'insurance.paid.amount',
    label: '办理养老保险、医疗保险',
    unit: '万元',
    value: '-0.3',
    previous: '0.1',
    rows: 1,
    previousRows: 1,
    department: '人社所',
  }),
  figure({
    id: 'roads.built.length',
    label: '修建村级道路',
    unit: '公里',
    value: null,
    previous: '3.25',
    previousRows: 1,
    department: '村镇建设办',
  }),
  figure({
    id: 'petitions.resolved.count',
    label: '化解信访案件（含办结）',
    unit: '起',
    value: '7',
    previous: '0',
    previousStatus: 'E',
    changeStatus: 'E',
    rows: 7,
    department: '综治中心',
  }),
  figure({
    id: 'communities.move_in.year',
    group: '幸福社区',
    label: '新型社区计划入住年份',
    unit: '年',
    kind: 'planned',
    section: 6,
    value: '2023',
    previous: '2022',
    rows: 1,
    previousRows: 1,
    department: '村镇建设办',
  }),
];

function counted(side: Side, rows: number, prefix: string): EvidenceRow[] {
  return Array.from({ length: rows }, (_, at) =>
    evidenceRow(side, '1', {
      key: `${prefix}${at + 1}`,
      row: at + 5,
      cell: `B${at + 5}`,
      text: `${prefix}${at + 1}`,
    }),
  );
}

export const evidence: Readonly<Record<string, readonly EvidenceRow[]>> = {
  'villages.total.count': [...counted('current', 12, '村'), ...counted('previous', 12, '村')],
  'villages.office_building.count': [...counted('current', 8, '村'), ...counted('previous', 6, '村')],
  'enterprises.above_scale.count': [...counted('current', 4, '企业'), ...counted('previous', 3, '企业')],
  'projects.investment.total': [
    evidenceRow('current', '5', { group: '=现代牧业', key: '=现代牧业', text: '5亿元' }),
    evidenceRow('current', '37.8', { group: '益客产业园', key: '益客产业园', text: '37.8' }),
    evidenceRow('previous', '40', { group: '益客产业园', key: '益客产业园', text: '400,000万元' }),
  ],
  'rural_funds.breeding.amount': [
    evidenceRow('current', '1234.567801', { key: '鸡场', text: '12,345,678.01元' }),
    evidenceRow('current', '0', { key: '羊场', text: '=HYPERLINK("http://example.invalid","0")', row: 6 }),
    evidenceRow('previous', '1500.1', { key: '鸡场', text: '1500.1' }),
  ],
  'insurance.paid.amount': [
    evidenceRow('current', '-0.3', { key: '370000********0017 · 养老', text: '-3000' }),
    evidenceRow('previous', '0.1', { key: '370000********0017 · 养老', text: '1000' }),
  ],
  'roads.built.length': [evidenceRow('previous', '3.25', { key: '东魏庄 · 中心路', text: '3250米' })],
  'petitions.resolved.count': counted('current', 7, '信访'),
  'communities.move_in.year': [
    evidenceRow('current', '2023', { group: '幸福社区', key: '幸福社区', text: '2023年' }),
    evidenceRow('previous', '2022', { group: '幸福社区', key: '幸福社区', text: '2022.12' }),
  ],
};

export function changeRow(
  id: string,
  what: ChangeRow['what'],
  previousValue: string | null,
  value: string | null,
  given: Partial<ChangeRow> = {},
): ChangeRow {
  const place = { file: '经发办/企业名录.xlsx', sheet: '企业名录', row: 5 };
  return {
    id,
    group: '',
    what,
    key: '91370000MA3AAAA153',
    previousValue,
    value,
    contribution: new Big(value ?? 0).minus(previousValue ?? 0).toFixed(),
    file: value === null ? '' : place.file,
    sheet: value === null ? '' : place.sheet,
    row: value === null ? null : place.row,
    previousFile: previousValue === null ? '' : place.file,
    previousSheet: previousValue === null ? '' : place.sheet,
    previousRow: previousValue === null ? null : place.row,
    label: '',
    reason: what === 'moved' ? 'changed' : what === 'entered' ? 'new' : 'gone',
    word: what === 'moved' ? '数值变动' : what === 'entered' ? '新列入' : '不再列入',
    because: '',
    ...given,
  };
}

export const changes: readonly ChangeRow[] = [
  changeRow('villages.office_building.count', 'entered', null, '1', { key: '村7' }),
  changeRow('villages.office_building.count', 'entered', null, '1', { key: '村8' }),
  changeRow('enterprises.above_scale.count', 'entered', null, '1', { key: '企业4' }),
  changeRow('enterprises.above_scale.count', 'entered', null, '1', { key: '企业5' }),
  changeRow('enterprises.above_scale.count', 'left', '1', null, { key: '企业1' }),
  changeRow('projects.investment.total', 'moved', '40', '37.8', { group: '益客产业园', key: '益客产业园' }),
  changeRow('rural_funds.breeding.amount', 'entered', null, '0', { key: '羊场' }),
  changeRow('rural_funds.breeding.amount', 'moved', '1500.1', '1234.567801', { key: '鸡场' }),
  changeRow('insurance.paid.amount', 'moved', '0.1', '-0.3', { key: '370000********0017 · 养老' }),
  ...Array.from({ length: 7 }, (_, at) =>
    changeRow('petitions.resolved.count', 'entered', null, '1', { key: `信访${at + 1}` }),
  ),
  changeRow('communities.move_in.year', 'moved', '2022', '2023', { group: '幸福社区', key: '幸福社区' }),
];

export const checks: readonly CheckResult[] = [
  {
    id: 'enterprises.micro_and_above_scale',
    side: 'current',
    label: '规模以上企业的企业规模不应为微型',
    severity: 'warning',
    outcome: 'fail',
    violations: 2,
    waived: 1,
    missing: '',
  },
  {
    id: 'petitions.closed_without_date',
    side: 'current',
    label: '已化解、已办结的信访案件应有办结日期',
    severity: 'error',
    outcome: 'fail',
    violations: 1,
    waived: 0,
    missing: '',
  },
  {
    id: 'totals.subtotal_mismatch',
    side: 'previous',
    label: '小计、合计行应等于所属各行之和',
    severity: 'error',
    outcome: 'pass',
    violations: 0,
    waived: 0,
    missing: '',
  },
  {
    id: 'roads.length_range',
    side: 'current',
    label: '单条道路长度不应超过30公里',
    severity: 'warning',
    outcome: 'not_evaluable',
    violations: 0,
    waived: 0,
    missing: 'roads',
  },
];

export const findings: readonly PublishedFinding[] = [
  {
    file: '经发办/企业名录.xlsx',
    sheet: '企业名录',
    row: 9,
    column: '统一社会信用代码',
    cell: 'B9',
    columnIndex: 1,
    headerRow: 3,
    rule: 'cell.credit_code',
    severity: 'error',
    message:
      '统一社会信用代码的校验码不对：第18位应为 3。请核对营业执照后更正，整行在更正前暂缓，不计入任何指标。',
    problem: '统一社会信用代码的校验码不对：第18位应为 3。',
    advice: '请核对营业执照后更正，整行在更正前暂缓，不计入任何指标。',
    value: '91370000MA3AAAA15X',
    waivedBy: '',
    waivedUntil: '',
    waivedReason: '',
  },
  {
    file: '经发办/企业名录.xlsx',
    sheet: '企业名录',
    row: 12,
    column: '备注',
    cell: 'P12',
    columnIndex: 15,
    headerRow: 3,
    rule: 'cell.approximate',
    severity: 'warning',
    message: '数值为约数，按所写数字采用',
    problem: '数值为约数，按所写数字采用',
    advice: '',
    value: '@SUM(A1:A9)',
    waivedBy: '李主任',
    waivedUntil: '2021-12-31',
    waivedReason: '已电话核实',
  },
];

export function submission(given: Partial<SubmissionLine>): SubmissionLine {
  return {
    file: '经发办/企业名录.xlsx',
    sha256: 'ab'.repeat(32),
    form: 'enterprises',
    formTitle: '企业名录',
    department: '经济发展办公室',
    unit: '示例镇',
    period: '2021-11-30',
    sheet: '企业名录',
    headerRow: 4,
    rowsTotal: 20,
    rowsAccepted: 12,
    rowsNotData: 5,
    rowsHeldBack: 3,
    status: 'partly_held_back',
    reportedOn: '2021-12-02',
    reportedBy: '王会计',
    reviewedBy: '李主任',
    ...given,
  };
}

const nothing = { rowsTotal: 0, rowsAccepted: 0, rowsNotData: 0, rowsHeldBack: 0, headerRow: null };
const unsigned = { reportedOn: '', reportedBy: '', reviewedBy: '' };

export const settings: readonly SettingLine[] = [
  {
    setting: 'columns.csv',
    line: 2,
    text: 'roads,里程数,length,,王五,核对过',
    by: '王五',
    reason: '核对过',
    until: '',
    rows: 12,
    state: 'used',
  },
];

export const submissions: readonly SubmissionLine[] = [
  submission({}),
  submission({
    file: '应急办 事故.csv',
    form: 'accidents',
    formTitle: '安全生产事故',
    department: '应急办',
    sheet: '',
    headerRow: 2,
    rowsTotal: 3,
    rowsAccepted: 0,
    rowsNotData: 3,
    rowsHeldBack: 0,
    status: 'nil_return',
  }),
  submission({
    file: '=坏文件.xlsx',
    form: '',
    formTitle: '',
    department: '',
    sheet: '',
    status: 'unreadable',
    ...nothing,
    ...unsigned,
  }),
  submission({
    file: '',
    sha256: '',
    form: 'roads',
    formTitle: '村级道路修建',
    department: '村镇建设办',
    sheet: '',
    status: 'late',
    ...nothing,
    ...unsigned,
  }),
];

/** A township that publishes. */
export const townshipFacts = {
  unit: '示例镇',
  name: '示例镇',
  shortName: '示例',
  county: '示范县',
  province: '某省',
  divisionCode: '370000100',
};

/** A figure and its comparison as a series of two dates. */
function seriesOfFigure({ id, group, label, unit, kind, section, ...said }: Figure): SeriesLine[] {
  const line = { id, group, label, unit, kind, section, basis: 'state', sealed: '' } as const;
  return [
    { ...line, period: '2020-11-30', value: said.previous, status: said.previousStatus },
    { ...line, period: '2021-11-30', value: said.value, status: said.status },
  ];
}

/** The hand-made publication, with parts replaced where a test gives others. */
export function publication(
  given: Partial<
    Omit<
      Publication,
      | 'findings'
      | 'findingCount'
      | 'changes'
      | 'explanations'
      | 'evidence'
      | 'evidenceTotals'
      | 'evidenceCount'
    >
  > & {
    readonly evidence?: Readonly<Record<string, readonly EvidenceRow[]>>;
    readonly changes?: Iterable<ChangeRow>;
    readonly findings?: Iterable<PublishedFinding>;
  } = {},
): Publication {
  const rows = given.evidence ?? evidence;
  const side = (id: string, which: Side) => (rows[id] ?? []).filter((row) => row.side === which);
  return {
    township: townshipFacts,
    period: '2021-11-30',
    asOf: '2021-11-30',
    previousAsOf: '2020-11-30',
    series: (given.figures ?? figures).flatMap(seriesOfFigure),
    today: '2021-12-10',
    version: '0.1.0',
    figures,
    checks,
    submissions,
    settings,
    readings: new Map(),
    tables: [],
    tableRows: () => [],
    leftOut: () => [],
    ...given,
    findings: () => given.findings ?? findings,
    findingCount: () => [...(given.findings ?? findings)].length,
    changes: () => given.changes ?? changes,
    explanations: () =>
      mergeExplanations([...(given.changes ?? changes)].map((row) => explanationOf(row, null))),
    evidence: (id) =>
      (['current', 'previous'] as const).map((of) => ({
        side: of,
        table: null,
        rows: (most) => side(id, of).slice(0, most),
      })),
    evidenceTotals: (id) => totals(rows[id] ?? []),
    evidenceCount: (id) => ({ current: side(id, 'current').length, previous: side(id, 'previous').length }),
  };
}

function totals(rows: readonly EvidenceRow[]): EvidenceTotal[] {
  const byFile = new Map<string, EvidenceTotal>();
  for (const { side, group, file, sha256, sheet, value } of rows) {
    const place = JSON.stringify([side, group, file, sheet]);
    const total = byFile.get(place);
    const sum = new Big(total?.value ?? 0).plus(value).toFixed();
    byFile.set(place, { side, group, file, sha256, sheet, rows: (total?.rows ?? 0) + 1, value: sum });
  }
  return [...byFile.values()];
}
