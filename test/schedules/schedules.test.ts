/** The schedules that ship: their command lines are ones that the program takes, their paths stand in quotes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cli } from '../helpers/cli.js';

const file = (name: string) =>
  readFileSync(new URL(`../../pipeline/schedules/${name}`, import.meta.url), 'utf8');
const names = ['township-metrics.service', 'crontab', 'windows-task.xml'];

describe.each(names)('%s', (name) => {
  const [, args = ''] = /cli\.js"? (nightly [^\n<]*)/.exec(file(name)) ?? [];

  it('gives the program a command line that it takes', async () => {
    const words = [...args.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
    expect(words.length).toBeGreaterThan(4);
    const { code, stdout } = await cli([...words, '--help']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('nightly')]);
  });

  it('has paths with spaces and Chinese characters, in quotes', () => {
    expect(args).toMatch(/--inputs "[^"]* [^"]*"/);
    expect(args).toMatch(/--outputs "[^"]* [^"]*"/);
  });
});

describe('the service of a worker', () => {
  it('gives the program a command line that it takes, and comes back by itself', async () => {
    const service = file('township-worker.service');
    const [, inputs = ''] = /cli\.js" worker --quiet --inputs "([^"]*)"$/m.exec(service) ?? [];
    expect(inputs).toMatch(/ /);
    const { code } = await cli(['worker', '--quiet', '--inputs', inputs, '--help']);
    expect(code).toBe(0);
    expect(service).toMatch(/^Restart=always$/m);
    expect(service).toMatch(/^EnvironmentFile=/m);
  });
});

describe('a missed night', () => {
  it('is caught up by every schedule', () => {
    expect(file('township-metrics.timer')).toMatch(/^Persistent=true$/m);
    expect(file('crontab')).toContain('--if-due');
    expect(file('windows-task.xml')).toContain('<StartWhenAvailable>true</StartWhenAvailable>');
  });
});

describe('the crontab', () => {
  it('is one line that the shell reads as it is meant', () => {
    const lines = file('crontab')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toHaveLength(1);
    const [line = ''] = lines;
    const [, command = ''] = /^(?:\S+ ){5}(.*)$/.exec(line) ?? [];
    expect(command).not.toContain('%');
    const { status } = spawnSync('sh', ['-n', '-c', command]);
    expect(status).toBe(0);
  });
});
