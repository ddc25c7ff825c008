/** A waiver is a person's word: the row counts as it is, until the waiver ends (DOMAIN A). */
import { expect, test } from 'vitest';
import { computed } from '../helpers/computed.js';
import { creditCode } from '../helpers/county.js';

const header = '统一社会信用代码,企业名称,成立日期,是否规上,纳税人类型,企业规模,经营状态,注销日期';
const enterprise = (number: number, state: string, cancelled: string) =>
  `${creditCode(number)},企业${number},2015-01-01,是,一般纳税人,小型,${state},${cancelled}`;
const registry = [header, enterprise(1, '存续', ''), enterprise(2, '存续', '2021-03-01')].join('\r\n');
const waiver = (text: string, until: string) =>
  [
    'rule,file,sheet,cell,text,reason,by,until',
    `enterprises.cancelled_but_active,2021-11-30/企业.csv,,G3,${text},已恢复经营,李主任,${until}`,
  ].join('\r\n');

test.each([
  ['without a waiver it is gone, and the figures are provisional', null, '1', 'P'],
  ['waived, it exists', waiver('存续', '2021-12-31'), '2', 'A'],
  ['once the waiver has ended, it is gone again', waiver('存续', '2021-12-09'), '1', 'P'],
  ['of a cell that has changed since, it says nothing', waiver('开业', '2021-12-31'), '1', 'P'],
])('an enterprise that is cancelled and active: %s', async (_, waivers, value, status) => {
  const { figures } = await computed({
    '2021-11-30/企业.csv': registry,
    ...(waivers === null ? {} : { 'waivers.csv': waivers }),
  });
  for (const id of ['total', 'above_scale', 'general_taxpayer', 'small_micro']) {
    expect(figures.find((figure) => figure.id === `enterprises.${id}.count`)).toMatchObject({
      value,
      status,
    });
  }
});

test('a waiver of a cell without a value says that the figures which need it stay without its row', async () => {
  const rows = [header, enterprise(1, '存续', ''), enterprise(2, '存续', '').replace('是', '或许')];
  const line = 'yes_no.not_understood,2021-11-30/企业.csv,,D3,或许,问过了,李主任,2021-12-31';
  const { figures, findings } = await computed({
    '2021-11-30/企业.csv': rows.join('\r\n'),
    'waivers.csv': ['rule,file,sheet,cell,text,reason,by,until', line].join('\r\n'),
  });
  const of = (id: string) => figures.find((one) => one.id === `enterprises.${id}.count`);
  expect([of('total')?.status, of('above_scale')?.status]).toEqual(['A', 'P']);
  expect([...findings()].filter(({ cell }) => cell === 'D3')).toMatchObject([
    { rule: 'waiver.no_value', severity: 'warning' },
    { rule: 'yes_no.not_understood', problem: expect.stringMatching(/要用它的数字：规模以上企业。$/) },
  ]);
});
