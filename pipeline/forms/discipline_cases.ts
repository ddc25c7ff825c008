/** 违纪案件: each disciplinary case and person, dated by the punishment (DOMAIN B 14). */
import { choice, date, defineForm, events, identityNumber, person, text, yesNo } from './define.js';

/** 政治面貌 (GB/T 4762), as people write it: members of the party, then everybody else. */
const members = ['党员', '正式党员', '预备党员', '共产党员', '中国共产党党员', '中国共产党预备党员'];
const others = [
  '群众',
  '普通群众',
  '非党员',
  '团员',
  '共青团员',
  '中国共产主义青年团团员',
  '无党派',
  '无党派人士',
  '无党派民主人士',
  '民主人士',
];
/** The eight other parties, with what their members are called. */
const otherParties: readonly (readonly [party: string, member: string])[] = [
  ['民革', '党员'],
  ['中国国民党革命委员会', '党员'],
  ['民盟', '盟员'],
  ['中国民主同盟', '盟员'],
  ['民建', '会员'],
  ['中国民主建国会', '会员'],
  ['民进', '会员'],
  ['中国民主促进会', '会员'],
  ['农工党', '党员'],
  ['农工民主党', '党员'],
  ['中国农工民主党', '党员'],
  ['致公党', '党员'],
  ['中国致公党', '党员'],
  ['九三', '社员'],
  ['九三学社', '社员'],
  ['台盟', '盟员'],
  ['台湾民主自治同盟', '盟员'],
];
const ofOtherParties = otherParties
  .flatMap(([party, member]) => [[party, member] as const, [party.replace(/^中国/, ''), member] as const])
  .flatMap(([party, member]) => [
    party,
    `${party}${member}`,
    `${party.replace(/党$/, '')}${member}`,
    `${party}成员`,
  ]);
const meaning = (words: readonly string[], value: '是' | '否') =>
  Object.fromEntries(words.map((word) => [word, value]));
const politicalStatus = {
  ...meaning([...members, ...members.map((word) => `中共${word}`)], '是'),
  ...meaning([...others, ...others.map((word) => `中共${word}`), '非中共党员', ...ofOtherParties], '否'),
};
/** 01 and 02 are members of the party; a column of codes may leave out the 0. */
const codes = {
  ...meaning(['01', '02', '1', '2'], '是'),
  ...meaning(
    ['03', '04', '05', '06', '07', '08', '09', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13'],
    '否',
  ),
};

export const discipline_cases = defineForm({
  id: 'discipline_cases',
  title: '违纪案件',
  departments: ['纪委'],
  shape: events('punished_date'),
  about: ['违纪', '处分', '案件查处', '执纪'],
  category: 'punishment',
  key: ['case_no', 'person'],
  number: { with: ['punished_date'], namesOne: false },
  columns: {
    case_no: text('案件编号').hint('案号', '文号', '立案号').required().example('JW2021-06'),
    person: person('姓名')
      .hint('被处分人姓名', '被处分人', '被审查人', '涉案人员', '违纪人员')
      .alias('当事人')
      .required()
      .example('张三'),
    person_id: identityNumber('身份证号').inFigures().note('按文本填写，18位').example('370000198001010017'),
    is_party_member: yesNo('是否党员')
      .hint('政治面貌代码', '身份', '党员身份', '是否中共党员')
      .words(politicalStatus)
      .alias({ header: '政治面貌', words: codes })
      .required()
      .example('是'),
    filed_date: date('立案日期').example('2021-02-08'),
    punished_date: date('处分日期')
      .hint('处分决定日期', '决定日期', '下达处分日期', '处分时间', '党纪处分日期')
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
