/** 信访案件: each petition, dated by its registration (DOMAIN B 5). */
import {
  choice,
  date,
  defineForm,
  events,
  identityNumber,
  measure,
  person,
  phone,
  text,
  yesNoMeans,
} from './define.js';

export const petitions = defineForm({
  id: 'petitions',
  title: '信访案件',
  departments: ['综治中心', '信访办'],
  shape: events('registered_date'),
  about: ['信访', '上访', '诉求', '投诉'],
  category: 'level',
  key: ['case_no'],
  number: { with: ['registered_date', 'petitioner'], namesOne: true },
  alsoInOrder: {
    sentence: '往年登记的案件，在本年办结或尚未办结的，可以再次列入',
    holds: (row, year) =>
      `${row.registered_date}`.slice(0, 4) < `${year}` &&
      (row.closed_date === null || `${row.closed_date}`.slice(0, 4) === `${year}`),
  },
  columns: {
    case_no: text('信访编号')
      .alias('案件编号', '编号')
      .hint(
        '流水号',
        '工单编号',
        '诉求编号',
        '登记编号',
        '申报号',
        '受理号',
        '登记号',
        '信访件编号',
        '序列号',
        '案号',
      )
      .required()
      .example('XF2021-031'),
    registered_date: date('登记日期')
      .hint('日期', '留言日期', '投诉日期', '反映日期', '受理登记日期', '诉求日期', '提交日期', '接访日期')
      .alias('来访日期', '受理日期', '信访日期', '接收时间', '留言时间')
      .required()
      .example('2021-03-16'),
    petitioner: person('信访人').alias('信访人姓名', '姓名').example('张三'),
    person_id: identityNumber('身份证号').note('按文本填写，18位').example('370000198001010017'),
    phone: phone('联系电话').example('13800001234'),
    people: measure('人数', 'people', '人').alias('涉及人数').example('1'),
    form: choice('信访形式', {
      来信: [],
      来访: ['走访', '上访'],
      网上: ['网信', '网络', '网上信访'],
      电话: ['来电'],
    })
      .alias('形式', '信访方式')
      .hint('来源', '渠道', '诉求方式', '反映方式', '受理方式', '信访类型')
      .hintWords({
        来信: ['信件'],
        来访: ['接访'],
        网上: ['网', '微信', '平台', '邮箱'],
        电话: ['热线', '12345'],
      })
      .needed()
      .example('来访'),
    level: choice('信访级别', {
      到京: ['进京', '赴京', '国家', '国家级'],
      到省: ['进省', '赴省', '省', '省级'],
      到市: ['市', '进市', '赴市', '市级'],
      到县: ['县', '进县', '赴县', '县级'],
      到镇: ['镇', '本级', '镇级'],
    })
      .hint('信访层次', '级别', '受理层级', '上访层级', '上访地点')
      .alias('信访层级', '到访层级')
      .needed()
      .example('到镇'),
    repeat: choice('初重访', { 初次: ['初访', '初信', '初信初访'], 重复: ['重访', '重信'] })
      .alias({ header: '是否重复', words: yesNoMeans('重复', '初次') })
      .example('初次'),
    category: text('问题类别').alias('类别', '反映问题').example('土地流转'),
    responsible: text('责任单位').alias('承办单位').example('农业农村办'),
    closed_date: date('办结日期')
      .hint('办理完成日期', '答复日期', '办毕日期', '结办日期', '回复日期')
      .notBefore('registered_date')
      .alias('化解日期', '结案日期')
      .mayBeEmpty()
      .note('尚未办结的不填')
      .example('2021-04-02'),
    result: choice('办理结果', {
      已化解: ['化解'],
      已办结: ['办结', '已结案', '结案'],
      办理中: ['在办', '正在办理', '未办结', '未化解'],
      不予受理: ['不受理'],
    })
      .alias('办理情况', '状态')
      .hint(
        '处理状态',
        '答复情况',
        '解答内容',
        '办理进度',
        '处理结果',
        '处理情况',
        '处理进度',
        '办理状态',
        '办结情况',
        '化解情况',
      )
      .hintWords({
        已化解: ['息诉', '息访', '调解', '达成协议'],
        已办结: ['答复', '完结', '回复', '处理完'],
        办理中: ['正在', '处理中', '受理中', '转办', '交办', '待'],
        不予受理: ['不属于', '退回', '不予'],
      })
      .required()
      .example('已化解'),
  },
});
