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

/** A clause with words of the project's form, where it has some: ，由示例集团投资. */
const word = (column: string, before: string, after = '') =>
  `{{#projects.${column}[*]}}，${before}{{projects.${column}[*]}}${after}{{/}}`;

/**
 * Sentences about a figure, left out where nobody owes its form and nobody sent it, and where the report has already
 * named what is missing.
 */
const stated = (id: string, ...sentence: string[]) => `{{#${id}.stated}}${sentence.join('')}{{/}}`;

/** A further figure of a sentence, with its change. */
const also = (id: string, words: string) => stated(id, `；${words}`, compared(id));

/** 其中一期占地210亩，投资1.8亿元: what is planned of a phase. */
const phase = (before: string, name: string) =>
  [
    `${before}{{#projects.land_area.${name}[*]}}占地{{projects.land_area.${name}.text[*]}}{{/}}`,
    clause(`investment.${name}`, '投资'),
    clause(`output_value.${name}`, '年产值'),
    clause(`tax.${name}`, '年税收'),
    clause(`jobs.${name}`, '提供就业岗位'),
  ].join('');

const pushedOn = 'projects.over_100m.count';
const moveIn = 'communities.move_in.year';

const project = [
  '{{number}}.{{group}}',
  word('investor', '由', '投资'),
  '{{#projects.investor_rank.national[*]}}，投资方位列全国{{projects.rank_list[*]}}',
  '{{projects.investor_rank.national.text[*]}}{{/}}',
  clause('land_area.total', '总占地'),
  clause('investment.total', '总投资'),
  '{{^projects.capacity.full[*]}}',
  word('product', '主要从事'),
  '{{/}}',
  '{{#projects.industries.count[*]}}，打造{{projects.industries.count.numeral[*]}}大产业',
  '{{#projects.platforms.count[*]}}、{{projects.platforms.count.numeral[*]}}大平台{{/}}{{/}}',
  '{{^projects.industries.count[*]}}{{#projects.platforms.count[*]}}',
  '，打造{{projects.platforms.count.numeral[*]}}大平台{{/}}{{/}}',
  word('status', '目前'),
  '。',
  `{{#projects.*.phase1[*]}}${phase('其中一期', 'phase1')}。{{/}}`,
  `{{#projects.*.phase2[*]}}${phase('二期规划', 'phase2')}。{{/}}`,
  '{{#projects.*.full[*]}}建成后',
  '{{#projects.operation_years.*[*]}}，通过{{projects.operation_years.min.range[*]}}的运营{{/}}',
  '{{#projects.capacity.full[*]}}{{#projects.product[*]}}，年可加工{{projects.capacity.full.text[*]}}',
  '{{projects.product[*]}}{{/}}{{^projects.product[*]}}，年产能{{projects.capacity.full.text[*]}}{{/}}{{/}}',
  clause('output_value.full', '年产值'),
  clause('sales_revenue.full', '年销售收入'),
  clause('tax.full', '年税收'),
  clause('jobs.full', '提供就业岗位'),
  '。{{/}}',
  '{{^projects.*.full[*]}}{{#projects.operation_years.*[*]}}',
  '运营年限{{projects.operation_years.min.range[*]}}。{{/}}{{/}}',
];

/** Only what was planned a year ago and has not moved since goes 按计划. */
const community = [
  '{{group}}',
  `{{#${moveIn}.increased[*]}}推迟至{{${moveIn}.text[*]}}入住（去年计划{{${moveIn}.previous_text[*]}}）{{/}}`,
  `{{^${moveIn}.increased[*]}}`,
  `{{#${moveIn}.delayed[*]}}推迟入住（原计划{{${moveIn}.text[*]}}）{{/}}`,
  `{{^${moveIn}.delayed[*]}}`,
  `{{#${moveIn}.decreased[*]}}提前至{{${moveIn}.text[*]}}入住（去年计划{{${moveIn}.previous_text[*]}}）{{/}}`,
  `{{#${moveIn}.unchanged[*]}}按计划推进，力争{{${moveIn}.text[*]}}实现入住{{/}}`,
  `{{^${moveIn}.decreased[*]}}{{^${moveIn}.unchanged[*]}}计划{{${moveIn}.text[*]}}入住{{/}}{{/}}`,
  '{{/}}{{/}}',
  '{{^last}}；{{/}}{{#last}}。{{/}}',
];

export const defaultText: readonly Paragraph[] = [
  title('{{unit}}{{year}}年工作报告'),
  subtitle('（截至{{as_of}}）'),
  say(
    '现将{{province}}{{county}}{{unit}}{{year}}年主要工作情况报告如下。所引数据截至{{as_of}}',
    '{{#compared}}，增减均与{{#full_year}}上年{{/}}{{^full_year}}去年同期（截至{{previous_as_of}}）{{/}}相比。{{/}}',
    '{{^compared}}；没有去年同期的数据，不作同期比较。{{/}}',
  ),

  section('一、党建引领'),
  say(
    stated(
      'party.temp_branches.count',
      `{{since}}，新成立重点项目临时党支部${compared('party.temp_branches.count')}`,
      also('party.two_new_branches.count', '新成立“两新”党支部'),
      '。',
    ),
  ),
  say(
    stated('villages.total.count', `{{until}}，{{whole}}有行政村${compared('villages.total.count')}。`),
    stated(
      'villages.office_building.share',
      '{{villages.office_building.share.coverage}}实现楼房化办公',
      '{{#villages.office_building.count}}{{villages.office_building.count.comparison}}{{/}}',
      `{{#villages.office_building.share.stated}}；楼房化办公行政村占比${compared('villages.office_building.share')}{{/}}。`,
    ),
    stated(
      'villages.without_income.count',
      '{{villages.without_income.count.claim}}{{villages.without_income.count.comparison}}。',
    ),
  ),
  say(stated('villages.spending.amount', `{{since}}，用于村级支出${compared('villages.spending.amount')}。`)),

  section('二、工业经济'),
  part('（一）企业发展'),
  say(
    stated(
      'enterprises.total.count',
      `{{until}}，{{whole}}有各类企业${compared('enterprises.total.count')}。`,
    ),
    stated(
      'enterprises.above_scale.count',
      `其中，规模以上企业${compared('enterprises.above_scale.count')}`,
      also('enterprises.general_taxpayer.count', '一般纳税人'),
      also('enterprises.small_micro.count', '小微企业'),
      '。',
    ),
  ),
  part('（二）重点项目'),
  say(
    stated(
      pushedOn,
      `{{^${pushedOn}.zero}}{{#${pushedOn}}}{{until}}，正在推进{{${pushedOn}.text}}过亿元项目建设{{${pushedOn}.named}}{{/}}`,
      `{{^${pushedOn}}}正在推进的过亿元项目{{${pushedOn}.text}}{{/}}{{/}}`,
      `{{#${pushedOn}.zero}}{{until}}，正在推进的过亿元项目{{${pushedOn}.text}}{{/}}`,
      `{{${pushedOn}.comparison}}。`,
    ),
    '{{#projects.over_100m.listed}}以下规模和效益均为设计或签约的计划数。{{/}}',
    '{{#projects.gaps}}各项目的计划数：{{projects.gaps}}。{{/}}',
  ),
  say('{{#projects.over_100m}}'),
  say(...project),
  say('{{/projects.over_100m}}'),
  say(
    '{{#projects.others.listed}}其他重点项目：{{#projects.others}}{{group}}',
    clause('land_area.total', '占地'),
    clause('investment.total', '总投资'),
    word('status', ''),
    '{{^last}}；{{/}}{{#last}}。{{/}}{{/projects.others}}{{/}}',
  ),

  section('三、乡村振兴'),
  say(
    stated(
      'workshops.introduced.count',
      `{{since}}，先后引进落户乡村就业车间的公司${compared('workshops.introduced.count')}`,
      also('workshops.jobs.count', '带动就业'),
      '。',
    ),
  ),
  say(
    stated(
      'rural_funds.breeding.amount',
      `{{since}}，投入资金{{rural_funds.breeding.amount.text}}，用于养殖项目发展{{rural_funds.breeding.amount.comparison}}。`,
    ),
  ),

  section('四、民生保障'),
  part('（一）安全生产和环境保护'),
  say(
    stated(
      'accidents.production.count',
      '{{year_so_far}}，{{whole}}{{accidents.production.count.claim}}{{accidents.production.count.comparison}}。',
    ),
    stated('polluting.found.count', '{{polluting.found.count.claim}}{{polluting.found.count.comparison}}。'),
  ),
  part('（二）社会保险'),
  say(
    stated(
      'insurance.paid.amount',
      `{{since}}，办理养老保险、医疗保险${compared('insurance.paid.amount')}。`,
    ),
    stated(
      'insurance.pension.amount',
      `其中，养老保险${compared('insurance.pension.amount')}`,
      also('insurance.medical.amount', '医疗保险'),
      '。',
    ),
  ),
  part('（三）基础设施和公共服务'),
  say(
    stated(
      'schools.teaching_buildings.count',
      `{{since}}，新建教学楼${compared('schools.teaching_buildings.count')}`,
      also('schools.squares.count', '建设学校广场'),
      '。',
    ),
    stated('roads.built.length', `修建村级道路${compared('roads.built.length')}。`),
    stated('activities.mass.count', `举办群众性文体活动${compared('activities.mass.count')}。`),
    stated(
      'villages.public_spending.amount',
      `用于村级公共支出${compared('villages.public_spending.amount')}。`,
    ),
  ),
  part('（四）信访稳定'),
  say(
    stated(
      'petitions.resolved.count',
      `{{since}}，化解信访案件（含办结）${compared('petitions.resolved.count')}`,
      stated(
        'petitions.escalated.count',
        '；{{petitions.escalated.count.claim}}{{petitions.escalated.count.comparison}}',
      ),
      '。',
    ),
  ),

  section('五、党风廉政'),
  say(stated('discipline.members.count', `{{since}}，查处违纪党员${compared('discipline.members.count')}。`)),

  section('六、工作计划'),
  say(
    '{{#communities.listed}}推进新型社区建设：{{#communities}}',
    ...community,
    '{{/communities}}{{/}}',
    '{{#communities.gaps}}新型社区的入住计划：{{communities.gaps}}。{{/}}',
    stated(
      moveIn,
      '{{^communities.listed}}{{^communities.gaps}}报送数据中没有可引用的新型社区入住计划。{{/}}{{/}}',
    ),
  ),
];
