/** 城乡居民养老、医疗保险缴费: each payment and each refund (DOMAIN B 2). */
import {
  choice,
  date,
  defineForm,
  events,
  identityNumber,
  measure,
  person,
  text,
  village,
  year,
} from './define.js';

const residentCard = ['居民身份证', '身份证', '中华人民共和国居民身份证', '第二代居民身份证', '二代身份证'];

export const insurance_payments = defineForm({
  id: 'insurance_payments',
  title: '城乡居民养老、医疗保险缴费',
  departments: ['人社所', '社保所', '医保办', '税务'],
  shape: events('paid_date'),
  about: ['养老保险', '医疗保险', '居民医保', '居民养老', '参保', '缴费'],
  key: ['person_id', 'insurance_type', 'fee_year', 'paid_date', 'payment_status'],
  label: ['person_name'],
  parts: 'insurance_type',
  category: 'insurance_type',
  titleMayNameNextYear: true,
  columns: {
    person_name: person('姓名')
      .hint('人员姓名', '被保险人', '缴费人员')
      .alias('参保人', '参保人姓名', '缴费人', '缴费人姓名')
      .required()
      .example('张三'),
    id_type: text('证件类型')
      .default('居民身份证')
      .note('不填按居民身份证；只有居民身份证核对号码')
      .example('居民身份证'),
    person_id: identityNumber('身份证号')
      .hint('证件号', '公民身份证号码', '证照号码')
      .alias('公民身份号码', '身份证号码', '身份证', '证件号码', '社会保障号', '社会保障号码')
      .required()
      .checkedWhere(
        '证件类型为居民身份证时核对号码',
        (row) => row.id_type === null || row.id_type === undefined || residentCard.includes(`${row.id_type}`),
      )
      .note('按文本填写，18位')
      .example('370000198001010017'),
    village: village('所属村').alias('村居', '村名', '村').refersTo('villages').example('东魏庄村'),
    insurance_type: choice('险种', {
      养老: [
        '养老保险',
        '居民养老',
        '居民养老保险',
        '城乡居民养老保险',
        '城乡居民基本养老保险',
        '城乡居民社会养老保险',
        '新农保',
        '居保',
        '城乡居保',
      ],
      医疗: [
        '医疗保险',
        '医保',
        '居民医保',
        '居民医疗',
        '居民医疗保险',
        '城乡居民医保',
        '城乡居民医疗保险',
        '城乡居民基本医疗保险',
        '合作医疗',
        '农村合作医疗',
        '新型农村合作医疗',
        '新农合',
        '农合',
      ],
    })
      .hint('险种名称', '保险种类', '缴费险种', '项目')
      .alias('险种类型', '保险类型', '征收品目', '征收项目')
      .apart(/职工|灵活就业|机关事业/, '职工')
      .matching(/^(?!.*医).*养老/, '养老')
      .matching(/^(?!.*养老).*医/, '医疗')
      .required()
      .example('医疗'),
    fee_year: year('缴费年度')
      .alias('参保年度', '费款所属期', '所属年度')
      .note('保险费所属的年度，可以是下一年')
      .example('2022'),
    grade: text('缴费档次').example(''),
    paid_date: date('缴费日期')
      .hint('缴款日期', '扣款日期', '收款日期')
      .alias('缴费时间', '到账日期', '入库日期')
      .required()
      .example('2021-10-12'),
    amount: measure('缴费金额', 'money', '元')
      .hint('实收金额', '个人缴费额', '缴款金额', '扣款金额', '收费金额')
      .plausible([10, '元'], [20_000, '元'], '万元')
      .alias('金额', '缴费额', '实缴金额')
      .required()
      .note('元；退费写正数或负数都可以')
      .example('320'),
    payment_status: choice('缴费状态', {
      已缴: ['已缴费', '已缴纳', '缴费', '正常', '缴费成功', '已到账', '已入库'],
      退费: ['已退费', '退款', '已退款', '退库', '已退'],
    })
      .alias('状态')
      .default('已缴')
      .inFigures()
      .note('不填按已缴；退费从合计中减去')
      .example('已缴'),
  },
});
