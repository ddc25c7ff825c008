/** The lines of the example's 指标台账: every figure that it owes and that is not broken down, section by section. */

export interface Line {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly format: string;
  /** Its change in percent means something: not that of a share or a year. */
  readonly percent: boolean;
  /** The line is written once per group. */
  readonly each: boolean;
  /** The chart that draws it; its lines stand together. */
  readonly chart: string | null;
}

export interface Section {
  readonly name: string;
  readonly lines: readonly Line[];
}

function line(id: string, label: string, unit: string, chart: string | null = null): Line {
  const format = ['万元', '%', '公里'].includes(unit) ? '#,##0.00' : unit === '年' ? '0' : '#,##0';
  return { id, label, unit, format, percent: !['%', '年'].includes(unit), each: id.endsWith('[*]'), chart };
}

export const sections: readonly Section[] = [
  {
    name: '一、党建',
    lines: [
      line('party.temp_branches.count', '新成立重点项目临时党支部', '个', 'party'),
      line('party.two_new_branches.count', '新成立“两新”党支部', '个', 'party'),
      line('villages.total.count', '行政村', '个', 'party'),
      line('villages.office_building.count', '实现楼房化办公的行政村', '个', 'party'),
      line('villages.office_building.share', '楼房化办公行政村占比', '%'),
      line('villages.without_income.count', '空白村', '个'),
      line('villages.spending.amount', '用于村级支出', '万元'),
    ],
  },
  {
    name: '二、工业',
    lines: [
      line('enterprises.total.count', '各类企业', '家', 'industry'),
      line('enterprises.above_scale.count', '规模以上企业', '家', 'industry'),
      line('enterprises.general_taxpayer.count', '一般纳税人', '家', 'industry'),
      line('enterprises.small_micro.count', '小微企业', '家', 'industry'),
      line('projects.over_100m.count', '正在推进的过亿元项目', '个'),
    ],
  },
  {
    name: '三、乡村振兴',
    lines: [line('rural_funds.breeding.amount', '投入养殖项目资金', '万元')],
  },
  {
    name: '四、民生',
    lines: [
      line('accidents.production.count', '安全生产事故', '起'),
      line('polluting.found.count', '新出现散乱污企业', '家'),
      line('insurance.paid.amount', '办理养老保险、医疗保险', '万元', 'money'),
      line('insurance.pension.amount', '其中：养老保险', '万元', 'money'),
      line('insurance.medical.amount', '其中：医疗保险', '万元', 'money'),
      line('villages.public_spending.amount', '村级公共支出', '万元', 'money'),
      line('roads.built.length', '修建村级道路', '公里'),
      line('schools.teaching_buildings.count', '新建教学楼', '座', 'matters'),
      line('schools.squares.count', '学校广场', '处', 'matters'),
      line('activities.mass.count', '群众性文体活动', '次', 'matters'),
      line('petitions.resolved.count', '化解信访案件（含办结）', '起', 'matters'),
      line('petitions.escalated.count', '进京进省上访', '起'),
    ],
  },
  {
    name: '五、党风廉政',
    lines: [line('discipline.members.count', '查处违纪党员', '名')],
  },
  {
    name: '六、计划',
    // One row per community.
    lines: [line('communities.move_in.year[*]', '{{group}}计划入住年份', '年')],
  },
];

/** The names that a chart's axis bears. */
export function labels(chart: string): string[] {
  return sections.flatMap(({ lines }) => lines.filter((l) => l.chart === chart).map((l) => l.label));
}
