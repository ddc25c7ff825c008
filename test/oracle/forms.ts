/** DOMAIN B in the fewest words, written anew so that it shares no mistake with the pipeline's forms. */

/**
 * Type and standard header, aliases after it. `!` required, `•` needed by some figures only, `?` after it: cells may be empty.
 * Measures are kept in 万元, 公里, 亩, 平方米 and 人.
 */
export type Field = readonly [type: string, headers: string];

export interface Form {
  readonly roster?: true;
  /** Of events: the field with their date. */
  readonly date?: string;
  readonly key: readonly string[];
  /** Pairs of dates of which the second never comes first. */
  readonly order?: readonly (readonly [string, string])[];
  readonly fields: Readonly<Record<string, Field>>;
}

const started = { started_date: ['date', '开工日期'] } as const;

export const forms: Readonly<Record<string, Form>> = {
  enterprises: {
    roster: true,
    key: ['credit_code'],
    order: [['established_date', 'cancelled_date']],
    fields: {
      credit_code: ['credit!', '统一社会信用代码 社会信用代码 信用代码 统一代码'],
      name: ['text!', '企业名称 单位名称 单位详细名称 企业全称 公司名称'],
      village: ['village', '所属村 所在村 村居 所属行政村'],
      category: ['category', '市场主体类型 主体类型 企业类型 登记类型'],
      industry_code: ['text', '行业代码 国民经济行业代码'],
      industry: ['text', '行业名称 所属行业 行业'],
      established_date: ['date•', '成立日期 注册日期 成立时间 注册时间'],
      registered_capital: ['万元', '注册资本 注册资金'],
      employees: ['人', '从业人员 从业人数 职工人数 期末从业人数'],
      revenue: ['万元', '营业收入 主营业务收入 年营业收入 销售收入'],
      above_scale: ['yes•', '是否规上 是否规模以上 规上企业 是否四上'],
      taxpayer_type: ['taxpayer•?', '纳税人类型 纳税人资格 增值税纳税人类型 是否一般纳税人'],
      size: ['size•?', '企业规模 规模类型 企业划型 划型'],
      status: ['state', '经营状态 登记状态 企业状态'],
      cancelled_date: ['date', '注销日期 注吊销日期'],
    },
  },
  insurance_payments: {
    date: 'paid_date',
    key: ['person_id', 'insurance_type', 'fee_year', 'paid_date', 'payment_status'],
    fields: {
      person_name: ['text!', '姓名 参保人 参保人姓名 缴费人 缴费人姓名'],
      id_type: ['text', '证件类型'],
      person_id: ['identity!', '身份证号 公民身份号码 身份证号码 证件号码'],
      village: ['village', '所属村 村居 村名'],
      insurance_type: ['insurance!', '险种 险种类型 保险类型 征收品目 征收项目'],
      fee_year: ['year', '缴费年度 参保年度 费款所属期 所属年度'],
      paid_date: ['date!', '缴费日期 缴费时间 到账日期 入库日期'],
      amount: ['元!', '缴费金额 金额 缴费额 实缴金额'],
      payment_status: ['payment', '缴费状态 状态'],
    },
  },
  roads: {
    date: 'completed_date',
    key: ['village', 'road_name', 'section', 'completed_date'],
    order: [['started_date', 'completed_date']],
    fields: {
      village: ['village!', '所属村 所在村 途经村'],
      road_name: ['text!', '道路名称 路线名称 路名'],
      section: ['text', '起止点 起讫点 路段'],
      from: ['text', '起点'],
      to: ['text', '终点'],
      length: ['公里!', '长度 里程 修建里程 建设里程'],
      width: ['米', '宽度 路面宽度'],
      nature: ['roadwork•', '建设性质 性质 工程类别'],
      ...started,
      completed_date: ['date!?', '完工日期 竣工日期 竣工时间'],
      investment: ['万元', '投资 投资额 总投资'],
    },
  },
  schools: {
    date: 'completed_date',
    key: ['school', 'item', 'nature', 'completed_date'],
    order: [['started_date', 'completed_date']],
    fields: {
      school: ['text!', '学校名称 学校'],
      stage: ['text', '学段 办学类型'],
      village: ['village', '所属村'],
      item: ['schoolwork!', '项目类型 建设项目 建设内容 设施类型'],
      nature: ['schoolnature!', '建设性质'],
      quantity: ['count!', '数量 座数 处数'],
      floor_area: ['平方米', '建筑面积 面积'],
      investment: ['万元', '投资'],
      ...started,
      completed_date: ['date!?', '竣工日期 完工日期 竣工时间'],
    },
  },
  petitions: {
    date: 'registered_date',
    key: ['case_no'],
    order: [['registered_date', 'closed_date']],
    fields: {
      case_no: ['text!', '信访编号 案件编号'],
      registered_date: ['date!', '登记日期 来访日期 受理日期 信访日期'],
      person_id: ['identity', '身份证号'],
      people: ['人', '人数 涉及人数'],
      form: ['petition•', '信访形式 形式 信访方式'],
      level: ['level•', '信访级别 信访层级 到访层级'],
      closed_date: ['date!?', '办结日期 化解日期 结案日期'],
      result: ['result!', '办理结果 办理情况 状态'],
    },
  },
  party_branches: {
    roster: true,
    key: ['name'],
    order: [['established_date', 'dissolved_date']],
    fields: {
      name: ['text!', '党支部名称 支部名称 党组织名称'],
      type: ['branch!', '类型 支部类型 类别'],
      attached_to: ['text', '所属单位 依托单位 所属项目'],
      established_date: ['date!', '成立日期 成立时间 批准日期'],
      dissolved_date: ['date', '撤销日期'],
      members: ['人', '党员人数 党员数'],
    },
  },
  villages: {
    roster: true,
    key: ['village'],
    fields: {
      village: ['village!', '行政村 村名 村名称 行政村名称'],
      village_code: ['text', '区划代码 村代码'],
      households: ['count', '户数'],
      population: ['人', '人口 人口数'],
      office_type: ['office•', '办公场所类型 办公场所 是否楼房化办公'],
      office_built_date: ['date', '建成日期 启用日期'],
      office_area: ['平方米', '办公面积'],
      collective_income: ['万元', '村集体收入 集体经济收入 村集体经营性收入'],
    },
  },
  village_spending: {
    date: 'spent_date',
    key: ['village', 'voucher_no'],
    fields: {
      village: ['village!', '行政村 村名 所属村'],
      voucher_no: ['text', '凭证号 凭证编号'],
      spent_date: ['date!', '支出日期 日期 支付日期'],
      category: ['spending!', '支出类别 类别 支出项目'],
      amount: ['万元!', '金额 支出金额'],
      purpose: ['text', '用途 摘要'],
      source: ['text', '资金来源'],
    },
  },
  projects: {
    roster: true,
    key: ['project', 'phase'],
    fields: {
      project: ['project!', '项目名称'],
      investor: ['text', '投资方 投资主体 建设单位'],
      investor_rank: ['count', '全国排名 全国N强'],
      phase: ['phase•', '建设阶段 阶段 期次'],
      land_area: ['亩', '占地面积 占地'],
      investment: ['亿元!', '计划投资 投资额 总投资 投资'],
      output_value: ['亿元', '年产值'],
      sales_revenue: ['亿元', '年销售收入 销售收入'],
      tax: ['万元', '年税收 税收'],
      jobs: ['人', '带动就业 就业人数 就业岗位'],
      capacity: ['count', '年产能'],
      capacity_unit: ['text', '产能单位'],
      operation_years: ['range', '运营年限 运营周期'],
      industries: ['count', '产业数'],
      platforms: ['count', '平台数'],
      ...started,
      status: ['progress•', '项目状态 状态 进展'],
    },
  },
  rural_funds: {
    date: 'invested_date',
    key: ['project', 'village', 'invested_date'],
    fields: {
      project: ['text!', '项目名称'],
      category: ['fund!', '项目类别 类别 产业类型'],
      village: ['village', '实施村 所属村'],
      amount: ['万元!', '投入金额 投入资金 资金额'],
      invested_date: ['date!', '投入日期 拨付日期'],
      annual_income: ['万元', '年收益'],
    },
  },
  activities: {
    date: 'date',
    key: ['name', 'date', 'place'],
    fields: {
      name: ['text!', '活动名称'],
      date: ['date!', '活动日期 举办日期 时间'],
      place: ['text', '活动地点 地点 举办地点'],
      type: ['activity', '活动类型'],
      is_mass: ['mass', '是否群众性'],
      participants: ['人', '参加人数'],
    },
  },
  accidents: {
    date: 'occurred_date',
    key: ['accident_no'],
    fields: {
      accident_no: ['text!', '事故编号'],
      occurred_date: ['date!', '发生日期 事故日期'],
      enterprise: ['text', '单位名称 事故单位'],
      grade: ['text', '事故等级'],
      is_production_accident: ['yes!', '是否生产安全事故'],
      deaths: ['人', '死亡人数'],
      injured: ['人', '受伤人数'],
      loss: ['万元', '直接经济损失'],
    },
  },
  polluting_workshops: {
    date: 'found_date',
    key: ['name', 'found_date'],
    order: [['found_date', 'rectified_date']],
    fields: {
      name: ['text!', '企业名称 业户名称 单位名称'],
      address: ['text', '地址'],
      found_date: ['date!', '发现日期 排查日期'],
      measure: ['remedy', '整治措施'],
      rectified_date: ['date', '整治完成日期'],
    },
  },
  discipline_cases: {
    date: 'punished_date',
    key: ['case_no', 'person'],
    order: [['filed_date', 'punished_date']],
    fields: {
      case_no: ['text!', '案件编号'],
      person: ['text!', '姓名 当事人'],
      person_id: ['identity', '身份证号'],
      is_party_member: ['member!', '是否党员 政治面貌'],
      filed_date: ['date', '立案日期'],
      punished_date: ['date!?', '处分日期 结案日期'],
      punishment: ['punishment', '处分种类'],
    },
  },
  employment_workshops: {
    date: 'introduced_date',
    key: ['name', 'village'],
    fields: {
      name: ['text!', '车间名称 就业车间名称 名称'],
      village: ['village', '所在村 所属村'],
      enterprise: ['text!', '引进企业 引进公司 入驻企业 公司名称'],
      introduced_date: ['date!?', '引进日期 落户日期 投产日期'],
      jobs: ['人!', '带动就业 就业人数 吸纳就业'],
    },
  },
  communities: {
    roster: true,
    key: ['community'],
    fields: {
      community: ['community!', '社区名称'],
      villages: ['text', '涉及村'],
      households: ['count', '规划户数'],
      ...started,
      move_in_date: ['yeardate!', '计划入住时间 计划入住日期 入住时间'],
      status: ['moved', '状态'],
    },
  },
};

/** By type: the value, then the other ways of writing it. */
export const words: Readonly<Record<string, readonly string[]>> = {
  insurance: ['养老 城乡居民基本养老保险 居民养老', '医疗 城乡居民基本医疗保险 居民医保 合作医疗'],
  payment: ['已缴', '退费'],
  roadwork: ['新建', '改建', '硬化', '养护 修缮 维修 大修'],
  schoolwork: ['教学楼', '综合楼', '宿舍楼', '食堂', '广场 学校广场 文化广场', '运动场 操场 体育场'],
  schoolnature: ['新建', '改扩建 改建 扩建', '维修'],
  petition: ['来信', '来访 走访 上访', '网上 网信 网络', '电话'],
  level: ['到京 进京 赴京 国家', '到省 进省 赴省 省', '到市 市', '到县 县', '到镇 镇 本级'],
  result: ['已化解', '已办结', '办理中', '不予受理'],
  branch: ['重点项目临时党支部 临时党支部', '非公企业', '社会组织', '农村', '机关', '其他', '两新'],
  office: ['楼房 是', '平房 否', '租借', '无'],
  spending: ['公共支出 公益支出 公益事业', '组织运转', '人员报酬', '其他'],
  phase: ['整体 全部 合计 总体', '一期', '二期'],
  progress: ['签约', '在建', '投产', '已终止'],
  fund: ['养殖', '种植', '加工', '光伏', '其他'],
  activity: ['文艺演出', '体育比赛', '电影放映', '培训', '其他'],
  remedy: ['关停取缔', '整合搬迁', '升级改造'],
  punishment: ['警告', '严重警告', '撤销党内职务', '留党察看', '开除党籍'],
  moved: ['在建', '已入住', '未开工'],
  category: ['企业 有限责任公司 股份有限公司 个人独资企业 合伙企业', '个体工商户', '农民专业合作社'],
  size: ['大型 大', '中型 中', '小型 小', '微型 微'],
  state: ['存续', '在营', '开业', '停业', '注销', '吊销'],
  taxpayer: ['一般纳税人 是', '小规模纳税人 否'],
  yes: ['是 √ ✓ ☑ 有 Y 1 TRUE 对', '否 × ✗ 无 N 0 FALSE'],
  mass: ['是 √', '否 ×'],
  member: ['是 中共党员 中共预备党员', '否 群众'],
};
