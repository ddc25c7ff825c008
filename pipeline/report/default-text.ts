/**
 * The report that ships: its text, with the marks that are filled (DOMAIN A, in the order of its sections).
 * What is said of a figure, and when, lies in `wording.ts`; the text between the marks is true whatever they
 * say.
 */

export type Style = 'Title' | 'Subtitle' | 'Heading1' | 'Heading2' | 'Report';

export interface Paragraph {
  readonly style: Style;
  readonly text: string;
}

const title = (text: string): Paragraph => ({ style: 'Title', text });
const subtitle = (text: string): Paragraph => ({ style: 'Subtitle', text });
const section = (text: string): Paragraph => ({ style: 'Heading1', text });
const part = (text: string): Paragraph => ({ style: 'Heading2', text });
const say = (...sentences: string[]): Paragraph => ({ style: 'Report', text: sentences.join('') });

/** A figure with its change: 41家，较去年同期增加5家. */
const compared = (id: string) => `{{${id}.text}}{{${id}.comparison}}`;

/** A clause about a figure of the project, where it has one: ，占地620亩. */
const clause = (id: string, before: string, after = '') =>
  `{{#projects.${id}[*]}}，${before}{{projects.${id}.text[*]}}${after}{{/}}`;

/** A sentence about figures of a form, left out where nobody owes the form and nobody sent it. */
const owed = (id: string, ...sentence: string[]) => `{{#${id}.owed}}${sentence.join('')}{{/}}`;

export const defaultText: readonly Paragraph[] = [
  title('{{unit}}{{year}}年工作报告'),
  subtitle('（截至{{as_of}}）'),
  say(
    '现将{{province}}{{county}}{{unit}}{{year}}年主要工作情况报告如下。',
    '所引数据截至{{as_of}}，增减均与去年同期（截至{{previous_as_of}}）相比。',
  ),

  section('一、党建引领'),
  say(
    owed(
      'party.temp_branches.count',
      `{{since}}，新成立重点项目临时党支部${compared('party.temp_branches.count')}；`,
      `新成立“两新”党支部${compared('party.two_new_branches.count')}。`,
    ),
  ),
  say(
    owed(
      'villages.total.count',
      `{{until}}，{{whole}}有行政村${compared('villages.total.count')}。`,
      '{{villages.office_building.share.coverage}}实现楼房化办公',
      '{{#villages.office_building.count}}{{villages.office_building.count.comparison}}{{/}}；',
      `楼房化办公行政村占比${compared('villages.office_building.share')}。`,
      '{{villages.without_income.count.claim}}{{villages.without_income.count.comparison}}。',
    ),
  ),
  say(owed('villages.spending.amount', `{{since}}，用于村级支出${compared('villages.spending.amount')}。`)),

  section('二、工业经济'),
  part('（一）企业发展'),
  say(
    owed(
      'enterprises.total.count',
      `{{until}}，{{whole}}有各类企业${compared('enterprises.total.count')}。`,
      `其中，规模以上企业${compared('enterprises.above_scale.count')}；`,
      `一般纳税人${compared('enterprises.general_taxpayer.count')}；`,
      `小微企业${compared('enterprises.small_micro.count')}。`,
    ),
  ),
  part('（二）重点项目'),
  say(
    owed(
      'projects.over_100m.count',
      '{{until}}，正在推进{{projects.over_100m.count.text}}过亿元项目{{projects.over_100m.count.comparison}}。',
      '{{#projects.listed}}各项目的规模和效益均为设计或签约的计划数，分述如下。{{/}}',
      '{{#projects.gaps}}各项目的计划数：{{projects.gaps}}。{{/}}',
      '{{^projects.listed}}{{^projects.gaps}}报送数据中没有可引用的项目计划数。{{/}}{{/}}',
    ),
  ),
  say('{{#projects}}'),
  say(
    '{{number}}.{{group}}。',
    // Every whole project says its investment, which its form requires.
    '{{#projects.*.total[*]}}按整体规划',
    clause('land_area.total', '占地'),
    clause('investment.total', '总投资'),
    clause('investor_rank.national', '投资方位列全国'),
    clause('industries.count', '打造', '大产业'),
    clause('platforms.count', '打造', '大平台'),
    '。{{/}}',
    '{{#projects.*.phase1[*]}}其中一期',
    clause('land_area.phase1', '占地'),
    clause('investment.phase1', '投资'),
    clause('output_value.phase1', '年产值'),
    clause('tax.phase1', '年税收'),
    clause('jobs.phase1', '带动就业'),
    '。{{/}}',
    '{{#projects.*.phase2[*]}}二期',
    clause('land_area.phase2', '占地'),
    clause('investment.phase2', '投资'),
    clause('output_value.phase2', '年产值'),
    clause('tax.phase2', '年税收'),
    clause('jobs.phase2', '带动就业'),
    '。{{/}}',
    '{{#projects.*.full[*]}}建成后',
    '{{#projects.operation_years.*[*]}}，通过{{projects.operation_years.min.range[*]}}的运营{{/}}',
    clause('capacity.full', '年产能'),
    clause('output_value.full', '年产值'),
    clause('sales_revenue.full', '年销售收入'),
    clause('tax.full', '年税收'),
    clause('jobs.full', '带动就业'),
    '。{{/}}',
    '{{^projects.*.full[*]}}{{#projects.operation_years.*[*]}}',
    '运营年限{{projects.operation_years.min.range[*]}}。{{/}}{{/}}',
  ),
  say('{{/projects}}'),

  section('三、乡村振兴'),
  say(
    owed(
      'rural_funds.breeding.amount',
      `{{since}}，投入养殖项目资金${compared('rural_funds.breeding.amount')}。`,
    ),
    owed(
      'workshops.introduced.count',
      `引进落户乡村就业车间的公司${compared('workshops.introduced.count')}；`,
      `乡村就业车间带动就业${compared('workshops.jobs.count')}。`,
    ),
  ),

  section('四、民生保障'),
  part('（一）安全生产和环境保护'),
  say(
    owed(
      'accidents.production.count',
      '{{since}}，{{accidents.production.count.claim}}{{accidents.production.count.comparison}}。',
    ),
    owed('polluting.found.count', '{{polluting.found.count.claim}}{{polluting.found.count.comparison}}。'),
  ),
  part('（二）社会保险'),
  say(
    owed(
      'insurance.paid.amount',
      `{{since}}，办理养老保险、医疗保险${compared('insurance.paid.amount')}。`,
      `其中，养老保险${compared('insurance.pension.amount')}；`,
      `医疗保险${compared('insurance.medical.amount')}。`,
    ),
  ),
  part('（三）基础设施和公共服务'),
  say(
    owed(
      'schools.squares.count',
      `{{since}}，新建教学楼${compared('schools.teaching_buildings.count')}；`,
      `建设学校广场${compared('schools.squares.count')}。`,
    ),
    owed('roads.built.length', `修建村级道路${compared('roads.built.length')}。`),
    owed('activities.mass.count', `开展群众性文体活动${compared('activities.mass.count')}。`),
    owed(
      'villages.public_spending.amount',
      `用于村级公共支出${compared('villages.public_spending.amount')}。`,
    ),
  ),
  part('（四）信访稳定'),
  say(
    owed(
      'petitions.resolved.count',
      `{{since}}，化解信访案件（含办结）${compared('petitions.resolved.count')}；`,
      '{{petitions.escalated.count.claim}}{{petitions.escalated.count.comparison}}。',
    ),
  ),

  section('五、党风廉政'),
  say(owed('discipline.members.count', `{{since}}，查处违纪党员${compared('discipline.members.count')}。`)),

  section('六、工作计划'),
  say(
    '{{#communities.listed}}新型社区建设：{{#communities}}{{group}}',
    '{{#communities.move_in.year.delayed[*]}}推迟入住（计划{{communities.move_in.year.text[*]}}）{{/}}',
    '{{^communities.move_in.year.delayed[*]}}按计划推进，计划于{{communities.move_in.year.text[*]}}入住{{/}}',
    '{{^last}}；{{/}}{{#last}}。{{/}}',
    '{{/communities}}{{/}}',
    '{{#communities.gaps}}新型社区的入住计划：{{communities.gaps}}。{{/}}',
    owed(
      'communities.move_in.year',
      '{{^communities.listed}}{{^communities.gaps}}报送数据中没有可引用的新型社区入住计划。{{/}}{{/}}',
    ),
  ),
];
