/** The report's template: what may stand in it, what is refused, and what the filled document is made of. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describe as words } from '../../pipeline/findings/words.js';
import { readPackage } from '../../pipeline/office/package.js';
import { defaultTemplate } from '../../pipeline/report/default-template.js';
import { fillReport } from '../../pipeline/report/fill.js';
import { reportFiles } from '../../pipeline/report/index.js';
import { flags, loopNames, reportFields, reportNames, tests } from '../../pipeline/report/mark.js';
import { figure } from '../helpers/publication.js';
import { citations, documentOf, everyFigure, facts, paragraphs, part, run } from '../helpers/report.js';

const enterprises = figure({
  id: 'enterprises.total.count',
  label: '各类企业',
  unit: '家',
  kind: 'stock',
  value: '411',
  previous: '388',
  rows: 411,
});
const investments = ['甲园', '乙园'].map((group, at) =>
  figure({
    id: 'projects.investment.total',
    group,
    label: '总投资',
    unit: '亿元',
    kind: 'planned',
    value: String(at + 1),
    department: '项目办',
  }),
);
const figures = [enterprises, ...investments];

function filled(template: Uint8Array, given = {}) {
  const report = fillReport(facts(figures, given), template, 'signed');
  expect(report.findings).toEqual([]);
  return paragraphs(report.document);
}

function refused(template: Uint8Array): string[] {
  const report = fillReport(facts(figures), template, 'traced');
  expect(report.document).toBeNull();
  expect(report.markdown).toBeNull();
  return report.findings.map((found) => words(found, 'zh').message);
}

describe('a mark', () => {
  it.each([
    ['企业{{enterprises.total.count}}家', '企业411家'],
    ['{{ enterprises.total.count.previous }}', '388'],
    ['{{enterprises.total.count.change}}', '23'],
    ['{{enterprises.total.count.change_pct}}%', '5.9%'],
    ['{{enterprises.total.count.label}}（{{enterprises.total.count.unit}}）', '各类企业（家）'],
    ['{{enterprises.total.count.rows}}行，{{enterprises.total.count.status}}', '411行，正常'],
    ['{{enterprises.total.count@2020}}', '388'],
    ['{{enterprises.total.count@2021-11-30}}', '411'],
    ['{{projects.investment.total[乙园]}}', '2'],
    ['{{projects.investment.total.text[乙园]}}', '2亿元'],
    ['{{projects.investment.total[乙园].text}}', '2亿元'],
    ['{{province}}{{county}}{{unit}}{{year}}年，{{as_of}}', '某省示范县示例镇2021年，2021年11月30日'],
    ['{{roads.built.length}}', '【不适用：roads.built.length】'],
    ['{{#enterprises.total.count.increased}}增{{/}}{{#enterprises.total.count.decreased}}减{{/}}', '增'],
    ['{{^roads.built.length}}无{{/roads.built.length}}', '无'],
  ])('%s reads %s', (text, expected) => {
    expect(filled(documentOf([text]))).toEqual([expected]);
  });

  it('may be split over runs, as word processors do', () => {
    const bold = '<w:rPr><w:b/></w:rPr>';
    const split = run('共{{enterpri', bold) + run('ses.total') + run('.count}}家');
    expect(filled(documentOf([split]))).toEqual(['共411家']);
  });

  it('that names no county says which setting is missing', () => {
    const { township } = facts([]);
    expect(filled(documentOf(['{{county}}']), { township: { ...township, county: null } })).toEqual([
      '【缺：unit.csv，县】',
    ]);
  });

  it('in a header and a footnote is filled', () => {
    const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
    const header = `<w:hdr ${w}><w:p>${run('{{unit}} {{enterprises.total.count}}')}</w:p></w:hdr>`;
    const report = fillReport(facts(figures), documentOf(['x'], { 'header1.xml': header }), 'traced');
    const text = part(report.document ?? new Uint8Array(), 'word/header1.xml');
    expect(text).toContain('示例镇 411<');
    expect(text).not.toContain('comment');
  });
});

it('every mark is described for those who write templates', () => {
  const guide = readFileSync(new URL('../../pipeline/report/README.md', import.meta.url), 'utf8');
  for (const word of [...reportFields, ...tests]) expect(guide).toContain(`\`.${word}\``);
  for (const word of [...reportNames, ...loopNames, ...flags])
    expect(guide).toMatch(new RegExp(`\\{[#^]?${word}\\}`));
});

describe('a loop', () => {
  it('over projects writes its paragraphs once per project', () => {
    const template = documentOf([
      '{{#projects}}',
      '{{numeral}}、{{group}}：{{projects.investment.total.text[*]}}{{^last}}；{{/}}{{#last}}。{{/}}',
      '{{/projects}}',
    ]);
    expect(filled(template)).toEqual(['一、乙园：2亿元；', '二、甲园：1亿元。']);
  });

  it('in a table writes its row once per project', () => {
    const cell = (text: string) => `<w:tc><w:p>${run(text)}</w:p></w:tc>`;
    const table = `<w:tbl><w:tr>${cell('项目')}${cell('投资')}</w:tr><w:tr>${cell('{{#projects}}{{group}}')}${cell('{{projects.investment.total[*]}}{{/projects}}')}</w:tr></w:tbl>`;
    const report = fillReport(facts(figures), documentOf([table]), 'signed');
    expect(report.markdown).toBe('| 项目 | 投资 |\n| --- | --- |\n| 乙园 | 2 |\n| 甲园 | 1 |\n');
  });

  it('of nothing leaves nothing', () => {
    expect(filled(documentOf(['{{#communities}}', 'x', '{{/}}', 'y']))).toEqual(['y']);
  });
});

describe('refused', () => {
  it.each<[string, string]>([
    ['{{enterprises.totl.count}}', '没有对应的指标，最接近的是 {{enterprises.total.count}}'],
    ['{{projects.investment.total[丙园]}}', '最接近的是 {{projects.investment.total['],
    ['{{projects.investment.total}}', '最接近的是 {{projects.investment.total['],
    ['{{enterprises.total.count@2019}}', '最接近的是 {{enterprises.total.count@20'],
    ['{{enterprises.total.count.comparison@2020}}', '不能这样用'],
    ['{{enterprises.total.count.increased}}', '不能这样用'],
    ['{{#enterprises.total.count.text}}x{{/}}', '不能这样用'],
    ['{{projects}}', '不能这样用'],
    ['{{projects.investment.total[*]}}', '只能用在它那一类的循环'],
    ['{{group}}', '只能用在它那一类的循环'],
    ['{{企业总数}}', '写法不对'],
    ['{{enterprises.total.count}', '写法不对'],
    ['｛｛enterprises.total.count｝｝', '写法不对'],
    ['{{@enterprises.total.count}}', '写法不对'],
    ['{{#projects}}x', '没有结束标记'],
    ['x{{/projects}}', '没有与之对应的开始标记'],
    ['{{#projects}}{{/communities}}', '与开始标记 {{#projects}} 不一致'],
  ])('%s: %s', (mark, why) => {
    const messages = refused(documentOf(['第一段', `规上企业${mark}`]));
    expect(messages[0]).toContain(why);
    expect(messages[0]).toContain('正文第2段“规上企业');
  });

  it.each<[rule: string, refused: string[], neighbour: string[]]>([
    ['report.malformed_mark', ['{{unit'], ['{{unit}}']],
    ['report.misused_mark', ['{{#unit}}年{{/unit}}'], ['{{#full_year}}年{{/full_year}}']],
    ['report.outside_loop', ['{{group}}'], ['{{#projects}}{{group}}{{/projects}}']],
    ['report.unclosed', ['{{#full_year}}年'], ['{{#full_year}}年{{/full_year}}']],
    ['report.unopened', ['年{{/full_year}}'], ['{{#full_year}}年{{/}}']],
    ['report.crossed', ['{{#full_year}}年{{/unit}}'], ['{{#full_year}}年{{/}}']],
    ['report.damaged', ['<w:r><w:t>x</w:r>'], ['x']],
  ])('%s', (rule, wrong, neighbour) => {
    const rulesOf = (text: string[]) =>
      fillReport(facts(figures), documentOf(text), 'signed').findings.map((found) => found.rule);
    expect(rulesOf(wrong)).toContain(rule);
    expect(rulesOf(neighbour)).toEqual([]);
  });

  it('every fault at once', () => {
    expect(refused(documentOf(['{{a.b}}', '{{c.d}}', '{{unit}}']))).toHaveLength(2);
  });

  it('a mark where none is filled', () => {
    const chart = documentOf(['x'], { 'chart1.xml': '<c:chart xmlns:c="c"><c:v>{{unit}}</c:v></c:chart>' });
    expect(refused(chart)).toEqual(['报告模板的 word/chart1.xml 里有无法填写的标记 {{unit}}。']);
    const { findings } = fillReport(facts(figures), chart, 'signed');
    expect(findings.map(({ rule }) => rule)).toEqual(['report.mark_elsewhere']);
  });

  it('what is no document', () => {
    expect(refused(Buffer.from('no document'))).toEqual([
      '报告模板不是可填写的 Word 文档（.docx），可能已加密或损坏。',
    ]);
    expect(refused(documentOf(['<w:r><w:t>x</w:r>']))[0]).toContain('无法填写');
  });

  it('and not published, with a finding that names the template', () => {
    const templates = [
      { name: 'report.docx', bytes: documentOf(['{{unitt}}']) },
      { name: '简报.docx', bytes: documentOf(['{{unit}}']) },
    ];
    const { files, findings } = reportFiles(templates, facts(figures), 'traced');
    // Another document of the township is filled under its own name all the same.
    expect([...files.keys()]).toEqual(['简报.docx']);
    expect(findings).toMatchObject([
      { file: 'templates/report.docx', rule: 'report.unknown_mark', severity: 'error' },
    ]);
    expect(findings[0]?.message).toContain('{{unit}}');
  });
});

describe('traces', () => {
  const template = documentOf([run('共{{enterprises.total.count.text}}。', '<w:rPr><w:b/></w:rPr>')]);

  it('stand as comments on the numbers, with id, rows and department', () => {
    const { document } = fillReport(facts(figures), template, 'traced');
    const { cited, rest } = citations(document);
    expect(cited).toHaveLength(1);
    expect(cited[0]?.text).toBe('411家');
    expect(cited[0]?.words).toBe(
      'enterprises.total.count；各类企业：2021-11-30 411家，411行；经济发展办公室；A 正常',
    );
    expect(rest).toBe('共。');
    expect(part(document ?? new Uint8Array(), 'word/document.xml').match(/<w:b\/>/g)).toHaveLength(3);
    expect(part(document ?? new Uint8Array(), 'word/_rels/document.xml.rels')).toContain('comments.xml');
    expect(part(document ?? new Uint8Array(), '[Content_Types].xml')).toContain('comments+xml');
  });

  it('join comments that are there already', () => {
    const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
    const comments = `<w:comments ${w}><w:comment w:id="7"><w:p>${run('看')}</w:p></w:comment></w:comments>`;
    const { document } = fillReport(
      facts(figures),
      documentOf(['{{enterprises.total.count}}'], {
        'comments.xml': comments,
        '_rels/document.xml.rels':
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>',
      }),
      'traced',
    );
    const ids = [...part(document ?? new Uint8Array(), 'word/comments.xml').matchAll(/w:id="(\d+)"/g)];
    expect(ids.map((match) => match[1])).toEqual(['7', '8']);
  });

  it('leave nothing behind in the final copy, which reads the same', () => {
    const of = everyFigure(() => ({ value: '12', previous: '3' }));
    const [draft, review, final] = (['traced', 'review', 'signed'] as const).map((copy) =>
      fillReport(facts(of), defaultTemplate(), copy),
    );
    expect(paragraphs(review?.document ?? null)).toEqual(['送审稿', ...paragraphs(final?.document ?? null)]);
    expect(review?.markdown).toBe(`送审稿\n\n${final?.markdown}`);
    expect([...readPackage(final?.document ?? new Uint8Array()).keys()]).not.toContain('word/comments.xml');
    expect(part(final?.document ?? new Uint8Array(), 'word/document.xml')).not.toMatch(/comment/i);
    expect(paragraphs(final?.document ?? null)).toEqual(paragraphs(draft?.document ?? null));
    expect(final?.markdown).toBe(
      draft?.markdown
        ?.replace(/\n\[\^\d+\]: .*\n/g, '\n')
        .replace(/\[\^\d+\](: .*\n)?/g, '')
        .replace(/\n+$/, '\n'),
    );
  });
});

describe('the document', () => {
  const of = everyFigure(() => ({ value: '12', previous: '3' }), ['甲*园', '乙_园']);
  const report = fillReport(facts(of), defaultTemplate(), 'traced');

  it('has the same bytes every time', () => {
    expect(defaultTemplate()).toEqual(defaultTemplate());
    expect(fillReport(facts(of), defaultTemplate(), 'traced').document).toEqual(report.document);
  });

  it('says what report.md says', () => {
    const text = (report.markdown ?? '')
      .split('\n\n[^1]: ')[0]
      ?.replace(/\[\^\d+\]/g, '')
      .replace(/^#+ /gm, '')
      .replace(/\\(.)/g, '$1')
      .trim()
      .split('\n\n');
    expect(text).toEqual(paragraphs(report.document).filter((paragraph) => paragraph !== ''));
    expect(report.markdown).toMatch(/^# 示例镇2021年工作报告\n/);
    expect(report.markdown).toContain('\n## 一、党建引领\n');
    expect(report.markdown).toContain('\n### （一）企业发展\n');
  });

  it('is laid out as GB/T 9704-2012 asks', () => {
    const xml = part(report.document ?? new Uint8Array(), 'word/document.xml');
    const number = (name: string) => Number(new RegExp(`w:${name}="(\\d+)"`).exec(xml)?.[1]);
    const millimetres = (twips: number) => Math.round((twips / 1440) * 25.4);
    expect([number('w'), number('h')].map(millimetres)).toEqual([210, 297]);
    expect(['top', 'left', 'right', 'bottom'].map((side) => millimetres(number(side)))).toEqual([
      37, 28, 26, 35,
    ]);
    const styles = part(report.document ?? new Uint8Array(), 'word/styles.xml');
    const line = Number(/w:line="(\d+)" w:lineRule="exact"/.exec(styles)?.[1]);
    expect(Math.floor(((225 / 25.4) * 1440) / line)).toBe(22);
    const [, less] = /<w:spacing w:val="(-\d+)"\/>/.exec(styles) ?? [];
    expect(Math.floor(((156 / 25.4) * 1440) / (320 + Number(less)))).toBe(28);
    for (const font of ['方正小标宋简体', '仿宋_GB2312', '黑体', '楷体_GB2312']) {
      expect(styles).toContain(`w:eastAsia="${font}"`);
    }
    expect(part(report.document ?? new Uint8Array(), 'word/settings.xml')).toContain(
      '<w:evenAndOddHeaders/>',
    );
    expect(part(report.document ?? new Uint8Array(), 'word/footer1.xml')).toContain('w:jc w:val="right"');
    expect(part(report.document ?? new Uint8Array(), 'word/footer2.xml')).toContain('w:jc w:val="left"');
  });

  const office = hasLibreOffice();
  it.skipIf(!office)(`opens in LibreOffice${office ? '' : ' (skipped: soffice is not installed)'}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-'));
    writeFileSync(join(folder, 'report.docx'), report.document ?? new Uint8Array());
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    execFileSync(
      'soffice',
      [
        profile,
        '--headless',
        '--convert-to',
        'txt:Text (encoded):UTF8',
        '--outdir',
        folder,
        join(folder, 'report.docx'),
      ],
      { stdio: 'ignore' },
    );
    const text = readFileSync(join(folder, 'report.txt'), 'utf8').replace(/^\ufeff/, '');
    expect(text.trim().split(/\r?\n/).filter(Boolean)).toEqual(paragraphs(report.document).filter(Boolean));
  });
});

function hasLibreOffice(): boolean {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it('refuses a template that is no document', () => {
  const { findings } = fillReport(facts(figures), new TextEncoder().encode('no document'), 'signed');
  expect(findings.map(({ rule }) => rule)).toEqual(['report.no_document']);
});
