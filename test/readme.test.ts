/** The two READMEs say the same: sections, commands, pictures and links; and what they lead to is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands as programCommands } from '../pipeline/commands/list.js';

const project = join(import.meta.dirname, '..');
const pages = ['README.md', 'README.zh-CN.md'].map((file) => readFileSync(join(project, file), 'utf8'));
const [english = '', chinese = ''] = pages;

const fence = /^```\n([\s\S]*?)^```$/gm;
const headings = (page: string) =>
  [...page.replaceAll(fence, '').matchAll(/^(#+) (.+)$/gm)].map(([, level = '', title = '']) => ({
    level: level.length,
    title,
  }));
/** Lines of the code blocks, without what is said about them. */
const commands = (page: string) =>
  [...page.matchAll(fence)].flatMap(([, block = '']) =>
    block.split('\n').map((line) => line.replace(/\s+#.*$/, '')),
  );
const links = (page: string) =>
  [...page.matchAll(/\]\(([^)#]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((to) => !to.startsWith('http'));
const cells = (page: string) =>
  page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/(?<!\\)\|/).length);

describe('README.md and README.zh-CN.md', () => {
  it('have the same sections', () => {
    expect(headings(english).map(({ level }) => level)).toEqual(headings(chinese).map(({ level }) => level));
    expect(headings(english).length).toBeGreaterThan(10);
    expect(cells(english)).toEqual(cells(chinese));
  });

  it('give the same commands', () => {
    expect(commands(english)).toEqual(commands(chinese));
    expect(commands(english)).toContain('npm start -- serve');
    const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    const named = pages.flatMap((page) =>
      [...page.matchAll(/npm run ([a-z:]+)/g)].map(([, script]) => script),
    );
    expect(named.filter((script) => !Object.hasOwn(scripts, script ?? ''))).toEqual([]);
    const started = pages.flatMap((page) =>
      [...page.matchAll(/npm start -- ([a-z-]+)/g)].map(([, name]) => name),
    );
    expect(started.filter((name) => !Object.hasOwn(programCommands, name ?? ''))).toEqual([]);
  });

  it('lead to each other, and else to the same pages and pictures', () => {
    const others = (page: string) => links(page).filter((target) => !target.startsWith('README'));
    expect(others(english)).toEqual(others(chinese));
    expect(links(english)).toContain('README.zh-CN.md');
    expect(links(chinese)).toContain('README.md');
    expect(links(english).filter((target) => !existsSync(join(project, target)))).toEqual([]);
  });

  it('are in the language of their reader', () => {
    const han = (title: string) => /\p{Script=Han}/u.test(title);
    expect(headings(english).filter(({ title }) => han(title))).toEqual([]);
    expect(headings(chinese).filter(({ title }) => !han(title))).toEqual([]);
  });
});
