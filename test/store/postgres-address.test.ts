/** Addresses of servers: what is shown of them, and what is refused, is without their passwords. */
import { expect, test } from 'vitest';
import { UsageError } from '../../pipeline/options.js';
import { parseAddress, serverOf } from '../../pipeline/store/postgres/address.js';

test.each([
  ['postgres://owner:geheim@db.example:6000/county', 'db.example:6000/county'],
  ['postgresql://owner@db.example/county', 'db.example:5432/county'],
  ['postgres://owner:ge@heim@db.example/county?sslmode=require', 'db.example:5432/county'],
  ['postgres://owner:geheim@/county?host=/run/postgresql', '/run/postgresql:5432/county'],
  ['postgres://owner:ge%23%2F%3Fheim@db.example/%E5%8E%BF', 'db.example:5432/县'],
])('%s is shown as %s', (address, shown) => {
  expect(serverOf(address)).toBe(shown);
});

test('escaped characters of user and password are read back', () => {
  expect(parseAddress('postgres://a%40b:%23%2F%40%3F@db/county')).toMatchObject({
    user: 'a@b',
    password: '#/@?',
  });
});

test.each([
  'postgres:/owner:geheim@db.example/county',
  'postgres:owner:geheim@db.example/county',
  'postgres://owner:2021/geheim@db.example/county',
  'postgres://owner:2021?geheim@db.example/county',
  'postgres://owner:2021#geheim@db.example/county',
  'postgres://owner:geheim/x@db.example/county',
  'postgres:///geheim',
  'postgres://owner:%geheim@db.example/county',
  'mysql://owner:geheim@db.example/county',
  'owner:geheim@db.example/county',
])('%s is refused and not repeated', (address) => {
  let thrown: unknown;
  try {
    serverOf(address);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(UsageError);
  const { zh, en } = thrown as UsageError;
  for (const text of [zh, en]) {
    expect(text).not.toContain('geheim');
    expect(text).toContain('%23');
  }
});
