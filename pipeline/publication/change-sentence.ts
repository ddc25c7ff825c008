/** Why a figure changed, in one sentence for terminal, page and workbook (DOMAIN A). */
import { formatDecimal, openSum, roundText } from '../text/decimal.js';
import { groupBy } from '../text/group.js';
import { largestFirst } from './explanations.js';
import { explanationWords, reasonWords, sideWords, statusWords } from './labels.js';
import type { ChangeRow, Explanation, Figure, NamedRow } from './publication.js';
import { ofSeal } from './seal-comparison.js';

/** Names and parts that a sentence lists of one kind. */
const [mostNames, mostParts] = [5, 3];

/**
 * 升规 6家（甲、乙、丙、丁、戊等），新设 1家；退规 1家（己），注销 1家（庚）。 Of amounts: by village, category and month.
 * @param parts the figure's own.
 * @returns '' where there is no change, or it is that of a ratio.
 */
export function changeSentence(figure: Figure, parts: readonly Explanation[]): string {
  if (figure.change === null || figure.kind === 'ratio') return '';
  if (parts.length === 0) return `没有变动的行${doubts(figure)}。`;
  const byReason = parts.filter(({ by }) => by === 'reason');
  const rows = byReason.flatMap(({ named }) => named);
  const clauses =
    byReason.length > 0
      ? [words(figure, rows, (row) => !isLess(row)), words(figure, rows, isLess)]
      : (['village', 'category', 'month'] as const).map((by) =>
          flow(
            figure,
            by,
            parts.filter((part) => part.by === by),
          ),
        );
  return `${clauses.filter((clause) => clause !== '').join('；')}${doubts(figure)}。`;
}

const isLess = ({ contribution }: Pick<NamedRow, 'contribution'>) => contribution.startsWith('-');

/** The words of the rows that add, or that take away, the commonest first. */
function words(figure: Figure, rows: readonly NamedRow[], isMeant: (row: NamedRow) => boolean): string {
  return [...groupBy(rows.filter(isMeant), ({ word }) => word)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([word, own]) => {
      const sum = openSum();
      for (const { contribution } of own) sum.add(contribution);
      const names = [...new Set(own.map(({ name }) => name))].filter((name) => name !== '');
      const listed = names.slice(0, mostNames).join('、') + (names.length > mostNames ? '等' : '');
      return `${word} ${amount(sum.text().replace(/^-/, ''), figure.unit)}${listed === '' ? '' : `（${listed}）`}`;
    })
    .join('，');
}

/** 按村：东魏庄 +12.74万元，西青峰 −3.2万元等 */
function flow({ unit }: Figure, by: Explanation['by'], parts: readonly Explanation[]): string {
  const moved = largestFirst(parts.filter(({ contribution }) => contribution !== '0'));
  if (moved.length === 0) return '';
  const listed = moved
    .slice(0, mostParts)
    .map((part) => `${partWords(part)} ${signed(part.contribution, unit)}`);
  return `按${explanationWords[by]}：${listed.join('，')}${moved.length > mostParts ? '等' : ''}`;
}

/** What a part is called: 新列入, 东魏庄, 3月. */
export function partWords({ by, part }: Pick<Explanation, 'by' | 'part'>): string {
  if (by === 'reason') return reasonWords[part as ChangeRow['reason']];
  if (part === '') return '未填';
  if (part.startsWith('seals/')) return ofSeal.word;
  return by === 'month' && /^\d\d$/.test(part) ? `${Number(part)}月` : part;
}

function amount(text: string, unit: string): string {
  return `${formatDecimal(roundText(text, 4))}${unit}`;
}

function signed(text: string, unit: string): string {
  return text.startsWith('-') ? `−${amount(text.slice(1), unit)}` : `+${amount(text, unit)}`;
}

/** Which side is not final: its figure may still change, and the reasons with it. */
function doubts({ status, previousStatus, rowsHeldBack }: Figure): string {
  const held = status === 'P' && rowsHeldBack > 0 ? `：暂缓${rowsHeldBack}行` : '';
  const said = [
    ...(status === 'A' ? [] : [`${sideWords.current}${statusWords[status]}${held}`]),
    ...(previousStatus === 'A' ? [] : [`${sideWords.previous}${statusWords[previousStatus]}`]),
  ];
  return said.length === 0 ? '' : `（${said.join('，')}）`;
}
