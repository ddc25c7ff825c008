/** 违纪案件: each disciplinary case and person, dated by the punishment (DOMAIN B 14). */
import { choice, date, defineForm, events, identityNumber, person, text, yesNo } from './define.js';

export const discipline_cases = defineForm({
  id: 'discipline_cases',
  title: '违纪案件',
  departments: ['纪委'],
  shape: events('punished_date'),
  key: ['case_no', 'person'],
  columns: {
    case_no: text('案件编号').required().example('JW2021-06'),
    person: person('姓名').alias('当事人').required().example('张三'),
    person_id: identityNumber('身份证号').inFigures().note('按文本填写，18位').example('370000198001010017'),
    is_party_member: yesNo('是否党员')
      .alias({
        header: '政治面貌',
        words: { 中共党员: '是', 中共预备党员: '是', '*': '否' },
      })
      .required()
      .example('是'),
    filed_date: date('立案日期').example('2021-02-08'),
    punished_date: date('处分日期')
      .notBefore('filed_date')
      .alias('结案日期')
      .mayBeEmpty()
      .note('尚未处分的不填')
      .example('2021-05-17'),
    punishment: choice('处分种类', {
      警告: ['党内警告'],
      严重警告: ['党内严重警告'],
      撤销党内职务: [],
      留党察看: ['留党察看一年', '留党察看两年'],
      开除党籍: [],
    }).example('警告'),
    kind: text('问题类型').example('违反工作纪律'),
  },
});
