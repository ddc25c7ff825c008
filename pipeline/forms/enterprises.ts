/** 企业名录: the enterprise registry, as of the period's date (DOMAIN B 1). */
import {
  choice,
  creditCode,
  date,
  defineForm,
  measure,
  named,
  person,
  phone,
  type RowValues,
  roster,
  text,
  village,
  yesNo,
  yesNoMeans,
} from './define.js';

const noEnterprise = '市场主体类型不是企业时可以不填';
const isNoEnterprise = (row: RowValues) => row.category !== '企业';

export const enterprises = defineForm({
  id: 'enterprises',
  title: '企业名录',
  departments: ['经济发展办公室'],
  shape: roster,
  about: ['企业', '市场主体', '工商登记'],
  key: ['credit_code'],
  label: ['name'],
  namedBy: ['credit_code', 'name'],
  lists: [
    {
      id: 'above_scale',
      title: '规模以上企业名单',
      words: ['规模以上', '规上', '四上'],
      sets: { above_scale: { entry: 1, others: 0, means: [1] } },
    },
    {
      id: 'general_taxpayer',
      title: '一般纳税人名单',
      words: ['一般纳税人'],
      sets: { taxpayer_type: { entry: '一般纳税人', others: '小规模纳税人', means: ['一般纳税人'] } },
    },
    {
      id: 'small_micro',
      title: '小微企业名单',
      words: ['小微企业'],
      sets: { size: { entry: '小微', others: '非小微', means: ['小型', '微型', '小微'] } },
    },
    {
      id: 'cancelled',
      title: '注销、吊销企业名单',
      words: ['注销', '吊销'],
      sets: { status: { entry: '注销', others: null, means: ['注销', '吊销', '迁出'] } },
      carries: ['cancelled_date'],
    },
  ],
  sizeBy: 'revenue',
  changeWords: [
    { word: '新设', column: 'established_date', counts: true },
    { word: '注销', column: 'status', counts: false, now: ['注销'] },
    { word: '吊销', column: 'status', counts: false, now: ['吊销'] },
    { word: '迁出', column: 'status', counts: false, now: ['迁出'] },
    { word: '注销', column: 'cancelled_date', counts: false },
    { word: '恢复经营', column: 'status', counts: true, now: ['存续', '在营', '开业', '停业'] },
    { word: '升规', column: 'above_scale', counts: true },
    { word: '退规', column: 'above_scale', counts: false },
    { word: '转为一般纳税人', column: 'taxpayer_type', counts: true },
    { word: '不再是一般纳税人', column: 'taxpayer_type', counts: false },
    { word: '划为小微', column: 'size', counts: true },
    { word: '不再是小微', column: 'size', counts: false },
    { word: '转为企业', column: 'category', counts: true },
    { word: '不再是企业', column: 'category', counts: false },
  ],
  columns: {
    credit_code: creditCode('统一社会信用代码')
      .alias('社会信用代码', '信用代码', '统一代码', '社会统一信用代码')
      .required()
      .hint('纳税人识别号', '税号')
      .note('18位；2015年以前登记、尚未换证的填15位注册号')
      .example('91370000MA3AAAA153'),
    name: named('企业名称', 'enterprise')
      .alias('单位名称', '单位详细名称', '企业全称', '公司名称', '市场主体名称', '名称')
      .hint('企业/个人名称', '纳税人名称', '主体名称', '法人单位名称', '商户名称')
      .required()
      .note('与营业执照一致')
      .example('示例机械有限公司'),
    village: village('所属村').alias('所在村', '村居', '所属行政村').refersTo('villages').example('东魏庄村'),
    category: choice('市场主体类型', {
      企业: ['公司', '法人企业', '全民所有制', '集体所有制', '股份合作制'],
      个体工商户: ['个体', '个体户'],
      农民专业合作社: ['合作社', '农民合作社', '专业合作社'],
      其他: ['其它'],
    })
      .hint('类型', '组织类型', '经济类型', '主体性质')
      .alias('主体类型', '企业类型', '登记类型')
      .matching(
        /民办非企业|民非|社会(?:团体|组织|服务机构)|社团|基金会|家庭农场|事业单位|机关|(?:村民|居民)委员会|宗教/,
        '其他',
      )
      .matching(/^个体/, '个体工商户')
      .matching(/合作社/, '农民专业合作社')
      .matching(/公司|企业|合伙|独资|全民所有|集体所有|股份|有限责任|国有|私营|外商投资|港澳台/, '企业')
      .default('企业')
      .inFigures()
      .note(
        '有限责任公司、股份有限公司、个人独资企业、合伙企业等都算企业；民办非企业单位、社会团体、家庭农场等填其他；不填按企业',
      )
      .example('企业'),
    industry_code: text('行业代码')
      .alias('国民经济行业代码')
      .note('GB/T 4754-2017，一个字母加至多四位数字')
      .example('C3489'),
    industry: text('行业名称').alias('所属行业', '行业').example('其他通用零部件制造'),
    established_date: date('成立日期')
      .hint('开业日期', '核准日期', '登记日期', '设立日期')
      .alias('注册日期', '成立时间', '注册时间')
      .needed()
      .example('2016-05-18'),
    registered_capital: measure('注册资本', 'money', '万元').alias('注册资金').example('500'),
    employees: measure('从业人员', 'people', '人')
      .alias('从业人数', '职工人数', '期末从业人数')
      .example('86'),
    revenue: measure('营业收入', 'money', '万元')
      .alias('主营业务收入', '年营业收入', '销售收入')
      .note('本年度营业收入')
      .example('2650.5'),
    above_scale: yesNo('是否规上')
      .hint('规模以上标识', '是否规上企业', '规上标志', '是否为规模以上企业', '规模以上')
      .alias('是否规模以上', '规上企业', { header: '是否四上', warn: 'alias.wider' })
      .needed()
      .note('是否规模以上企业')
      .example('是'),
    taxpayer_type: choice('纳税人类型', {
      一般纳税人: ['一般', '增值税一般纳税人'],
      小规模纳税人: ['小规模', '增值税小规模纳税人'],
    })
      .hint('纳税人资格类型', '纳税人身份', '增值税资格', '纳税人种类')
      .alias('纳税人资格', '增值税纳税人类型', {
        header: '是否一般纳税人',
        words: yesNoMeans('一般纳税人', '小规模纳税人'),
      })
      .needed()
      .mayBeEmpty(noEnterprise, isNoEnterprise)
      .example('一般纳税人'),
    size: choice('企业规模', {
      大型: ['大', '大型企业'],
      中型: ['中', '中型企业'],
      小型: ['小', '小型企业'],
      微型: ['微', '微型企业'],
      小微: ['小微企业', '小微型', '小型微型', '小微型企业', '小型微型企业'],
    })
      .hint('规模', '单位规模', '企业类别', '划型结果')
      .alias('规模类型', '企业划型', '划型')
      .needed()
      .mayBeEmpty(noEnterprise, isNoEnterprise)
      .note('按工信部联企业〔2011〕300号划分')
      .example('小型'),
    status: choice('经营状态', {
      存续: [
        '存续（在营、开业、在册）',
        '正常',
        '在册',
        '登记成立',
        '确立',
        '在营（开业）企业',
        '清算',
        '清算中',
      ],
      在营: ['在业', '在营（开业）', '正常经营', '经营中'],
      开业: ['已开业', '营业', '营业中'],
      停业: ['歇业', '已停业'],
      注销: ['已注销'],
      吊销: ['已吊销', '吊销未注销', '吊销，已注销', '责令关闭', '撤销登记', '撤销'],
      迁出: ['已迁出', '迁往市外', '迁往外地'],
    })
      .hint('存续状态', '经营情况', '营业状态', '状态', '主体状态')
      .alias('登记状态', '企业状态')
      .hintWords({
        存续: ['营业', '经营'],
        停业: ['停产', '关停', '暂停'],
        注销: ['销户'],
        吊销: ['责令'],
        迁出: ['迁往', '外迁', '转出', '迁移'],
      })
      .defaultFrom('填有注销日期的按注销，其余按存续', (row) => (row.cancelled_date ? '注销' : '存续'))
      .inFigures()
      .example('存续'),
    cancelled_date: date('注销日期')
      .inFigures()
      .alias('注吊销日期')
      .notBefore('established_date')
      .note('注销、吊销的填写')
      .example(''),
    contact: person('联系人').example('张三'),
    phone: phone('联系电话').alias('电话', '手机').example('13800001234'),
  },
  indexes: [['name']],
});
