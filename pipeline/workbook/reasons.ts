/** 增减原因: of each figure that changed the sentence that says why, and the parts that add up to the change. */
import { figureName } from '../figure.js';
import { maskText } from '../findings/mask.js';
import { changeFormat, colours, decimalsFor, numberFormat, signLook } from '../office/look.js';
import { changeSentence, partWords } from '../publication/change-sentence.js';
import { chineseDate, explanationWords } from '../publication/labels.js';
import type { Explanation, Figure } from '../publication/publication.js';
import { groupBy } from '../text/group.js';
import type { Book, OpenSheet } from './model.js';
import { changePlace, sectionTitle } from './places.js';
import { addRow, addSection, finishSheet, link, startSheet } from './sheet.js';

/** Parts that are listed per figure; explanations.csv has all of them. */
const mostParts = 500;

export function writeReasons(book: Book): void {
  const { figures, township, asOf, previousAsOf } = book.publication;
  const sheet = startSheet(book, {
    name: '增减原因',
    title: `${township.name}指标增减原因`,
    lines: [
      `${chineseDate(previousAsOf)} → ${chineseDate(asOf)} · 同一种拆法，各部分的影响之和等于增减 · 点指标名称看逐行变动`,
    ],
    columns: [
      { header: '指标', min: 24, max: 40 },
      { header: '分组', min: 8, max: 28 },
      { header: '拆法', min: 8 },
      { header: '部分 / 为什么', min: 40, max: 70, look: { wrap: true } },
      { header: '上年同期', min: 13, look: { align: 'right' } },
      { header: '本期', min: 13, look: { align: 'right' } },
      { header: '影响', min: 13, look: { align: 'right' } },
      { header: '行数', min: 8, look: { align: 'right' } },
    ],
    frozen: 1,
  });
  const parts = groupBy(book.publication.explanations(), figureName);
  let section: number | null = null;
  for (const figure of figures) {
    const own = parts.get(figureName(figure)) ?? [];
    const sentence = changeSentence(figure, own);
    if (sentence === '') continue;
    if (figure.section !== section) {
      section = figure.section;
      addSection(sheet, sectionTitle(section));
    }
    writeFigure(sheet, figure, sentence, own);
  }
  finishSheet(sheet);
}

function writeFigure(
  sheet: OpenSheet,
  figure: Figure,
  sentence: string,
  parts: readonly Explanation[],
): void {
  const { label, group, previous, value, change } = figure;
  const decimals = decimalsFor(figure.unit, [previous, value]);
  const amount = (text: string | null) => ({
    value: text === null ? null : Number(text),
    look: { format: numberFormat(decimals) },
  });
  const contribution = (text: string | null) => ({
    value: text === null ? null : Number(text),
    look: { format: changeFormat(decimals), ...signLook(text) },
  });
  const row = addRow(
    sheet,
    [
      { value: label, look: { colour: colours.link } },
      group,
      '合计',
      sentence,
      amount(previous),
      amount(value),
      contribution(change),
    ],
    { bold: true, fill: colours.blockFill },
  );
  link(sheet, row, 1, changePlace(figureName(figure)), '查看逐行变动');
  for (const part of parts.slice(0, mostParts)) {
    addRow(sheet, [
      label,
      group,
      explanationWords[part.by],
      maskText(partWords(part)),
      amount(part.previous),
      amount(part.value),
      contribution(part.contribution),
      part.rows,
    ]);
  }
  if (parts.length > mostParts) {
    addRow(sheet, [label, group, '其余', `其余 ${parts.length - mostParts} 项，见 explanations.csv`]);
  }
}
