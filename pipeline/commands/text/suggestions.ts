/** Lines to be confirmed, and what they would change, in words. */

import type { AnswerEffect } from '../../audit/answer-effect.js';
import type { Figure } from '../../figure.js';
import { maskText } from '../../findings/mask.js';
import { columnsFile, valuesFile } from '../../inputs/answers.js';
import { columnCells, valueCells } from '../../inputs/write-answers.js';
import type { Lang } from '../../options.js';
import { commandLine } from '../../program/program.js';
import type { Answers } from '../../recognise/answers.js';
import { csvLine } from '../../text/csv-line.js';

/** Figures and sheets that are named one by one. */
const mostNamed = 40;

/** Each line behind the name of its file. */
export function answerLines({ columns, values }: Answers): string[] {
  return [
    ...columns.map((answer) => `${columnsFile.name}  ${csvLine(columnCells(answer))}`),
    ...values.map((answer) => `${valuesFile.name}  ${csvLine(valueCells(answer))}`),
  ].map(maskText);
}

export function suggestionsText(suggestions: Answers, path: string, lang: Lang): string {
  const lines = answerLines(suggestions);
  const zh = lang === 'zh';
  if (lines.length === 0) return zh ? '没有需要确认的。\n' : 'There is nothing to confirm.\n';
  const command = `${commandLine} inspect "${path}" --suggest --accept --by ${zh ? '姓名' : 'NAME'}`;
  return [
    zh
      ? '这个文件里有读不懂的，最可能的答案如下；没有确认之前一行也不用：'
      : 'What the file leaves open, with the likeliest answers; none is used before it is confirmed:',
    '',
    ...lines,
    '',
    zh ? `都对就确认：${command}` : `To confirm them all: ${command}`,
    zh
      ? '不全对：把对的行、改好的行写进 inputs/<乡镇>/ 下的这两个文件。'
      : 'Else write those that are right, or put right, into these files in inputs/<township>/.',
    '',
  ].join('\n');
}

export function acceptedText(answers: Answers, effect: AnswerEffect | null, lang: Lang): string {
  const zh = lang === 'zh';
  return [...answerLines(answers), '', ...(effect === null ? [] : effectLines(effect, zh)), ''].join('\n');
}

function effectLines({ sheets, figures }: AnswerEffect, zh: boolean): string[] {
  if (sheets.length + figures.length === 0) {
    return [zh ? '加上以后，计入的行和各指标都不变。' : 'With them, neither rows nor figures change.'];
  }
  const lines = [
    ...sheets.map(({ file, sheet, was, rows }) => {
      const place = maskText([file, sheet].filter((part) => part !== '').join(' › '));
      return zh ? `  ${place}：采用 ${was} → ${rows} 行` : `  ${place}: ${was} → ${rows} rows accepted`;
    }),
    ...figures.map(({ was, now }) => {
      const { label, group } = now ?? was ?? { label: '', group: '' };
      const name = group === '' ? label : `${label}（${group}）`;
      return `  ${name}${zh ? '：' : ': '}${shown(was, zh)} → ${shown(now, zh)}`;
    }),
  ];
  const rest = lines.length - mostNamed;
  return [
    zh ? '加上以后：' : 'With them:',
    ...lines.slice(0, mostNamed),
    ...(rest > 0 ? [zh ? `  …另有 ${rest} 项` : `  … and ${rest} more`] : []),
  ];
}

function shown(figure: Figure | null, zh: boolean): string {
  if (figure === null || figure.value === null) return zh ? '缺' : 'missing';
  const isDoubtful = figure.status === 'P';
  return `${figure.value}${figure.unit}${isDoubtful ? (zh ? '（待核实）' : ' (provisional)') : ''}`;
}

export function withdrawnText(answers: Answers, lang: Lang): string {
  const lines = answerLines(answers);
  const zh = lang === 'zh';
  if (lines.length === 0) {
    return zh ? '设置中没有回答这个文件的行。\n' : 'No line of the settings answers this file.\n';
  }
  return [zh ? '已收回：' : 'Taken back:', ...lines, ''].join('\n');
}
