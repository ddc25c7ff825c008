/** `check-report <file.docx>`: the numbers of an edited report against the published figures. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { maskText } from '../findings/mask.js';
import { publicationAskedFor } from '../history/vintages.js';
import { UsageError } from '../options.js';
import { commandLine } from '../program/program.js';
import { reportTemplate } from '../report/index.js';
import { checkReport, type Outcome, type Proof } from '../report/proof/index.js';
import { openPublishedFacts } from './published-facts.js';
import { say, sayJson } from './text/say.js';
import type { Usage } from './usage.js';

/** @returns 0; 1 where a number differs from its figure, or is of no figure that is known. */
export async function checkReportCommand({ operands, options }: Usage): Promise<number> {
  const path = documentAsked(operands);
  const { unit, name } = publicationAskedFor(options);
  const { facts, close } = await openPublishedFacts(options, unit, name);
  try {
    const found = masked(
      proofOf(path, () => checkReport(readFileSync(path), facts, reportTemplate(join(options.inputs, unit)))),
    );
    if (options.json) sayJson({ file: path, ...found });
    else say(text(path, `${unit} ${name}`, found, options.lang === 'zh'));
    return found.numbers.some(({ outcome }) => isWrong(outcome)) ? 1 : 0;
  } finally {
    close();
  }
}

const isWrong = (outcome: Outcome) => outcome === 'different' || outcome === 'unknown';

function documentAsked([path]: readonly string[]): string {
  if (path !== undefined && existsSync(path) && statSync(path).isFile()) return path;
  throw new UsageError(
    path === undefined
      ? `请写明要核对的报告，例如：${commandLine} check-report 报告.docx`
      : `没有 ${path} 这个文件。`,
    path === undefined
      ? `Name the report to check, e.g. ${commandLine} check-report report.docx`
      : `There is no file ${path}.`,
  );
}

/** @throws UsageError where the file is no document of Word. */
function proofOf(path: string, prove: () => Proof): Proof {
  try {
    return prove();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${path} 不是 .docx 文档，读不出来。请另存为 .docx 再核对。`,
      `${path} is no .docx document that can be read. Save it as .docx.`,
    );
  }
}

function masked({ numbers, skipped }: Proof): Proof {
  return { numbers: numbers.map((one) => ({ ...one, sentence: maskText(one.sentence) })), skipped };
}

function text(path: string, publication: string, { numbers, skipped }: Proof, zh: boolean): string {
  const count = (outcome: Outcome) => numbers.filter((one) => one.outcome === outcome).length;
  const wrong = numbers.filter(({ outcome }) => isWrong(outcome));
  const head = zh
    ? `${basename(path)} 与 ${publication} 的成果核对：相同 ${count('equal')}，四舍五入 ${count('rounded')}，不同 ${count('different')}，对不上指标 ${count('unknown')}；另有 ${skipped} 处日期、序号等不核对`
    : `${basename(path)} against ${publication}: equal ${count('equal')}, rounded ${count('rounded')}, different ${count('different')}, of no figure ${count('unknown')}; ${skipped} dates, ordinals and the like were skipped`;
  const lines = wrong.flatMap(({ text: number, sentence, outcome, figure, published }) => {
    const value = published === '' ? (zh ? '缺' : 'missing') : published;
    const of =
      figure === '' ? '' : zh ? `，最近的指标 ${figure} 为 ${value}` : `, the nearest is ${figure}: ${value}`;
    const is = zh
      ? outcome === 'different'
        ? `  ✗ ${number} 应为 ${value}（${figure}）`
        : `  ? ${number} 对不上任何指标${of}`
      : outcome === 'different'
        ? `  ✗ ${number} should be ${value} (${figure})`
        : `  ? ${number} is of no figure${of}`;
    return [is, `      ${sentence}`];
  });
  const good = zh ? '  ✓ 全部一致' : '  ✓ all agree';
  return `${[head, ...(wrong.length === 0 ? [good] : lines)].join('\n')}\n`;
}
