/** What is settled and what is open before a period is signed off. */
import type { FindingsData } from '../audit-page/data.js';
import { isNotOwed, isUnknown } from '../figure.js';
import { statusWords } from '../publication/labels.js';
import { sealOf } from '../publication/seal.js';
import type { Place } from './api/place.js';
import type { Head } from './api/protocol.js';
import type { Sealing } from './api/records.js';
import { publishedData, publishedPage } from './published.js';
import { currentRecord } from './recorded.js';

interface Folders {
  readonly inputs: string;
  readonly outputs: string;
}

export function sealingOf(head: Head, place: Place, { inputs, outputs }: Folders): Sealing {
  const seal = sealOf(inputs, place.unit, place.period);
  const record = currentRecord(outputs, place);
  const page = record ? publishedPage(outputs, place) : null;
  const figures = page?.figures.filter((figure) => figure.group === '' && !isNotOwed(figure)) ?? [];
  return {
    refused: seal ? `已经定稿：${head.sealed}。` : record ? null : '这一期还没有发布，不能定稿。',
    lines: page ? openLines(head, page, publishedData(outputs, place, 'findings') as FindingsData) : [],
    figures: figures.map(({ label, value, unit, status }) => ({
      label,
      value,
      unit,
      status: statusWords[status],
    })),
    sealed: seal
      ? {
          preparedBy: seal.prepared_by,
          reviewedBy: seal.reviewed_by,
          approvedBy: seal.approved_by,
          why: seal.why,
          sealedAt: seal.sealed_at,
          report: seal.report?.name ?? '',
        }
      : null,
  };
}

function openLines(
  head: Head,
  page: ReturnType<typeof publishedPage>,
  findings: FindingsData,
): Sealing['lines'] {
  const { submissions, checks, figures } = page;
  const owed = submissions.filter(({ status }) => status === 'owed' || status === 'late').length;
  const failed = checks.filter(
    ({ side, severity, outcome }) => side === 'current' && severity === 'error' && outcome === 'fail',
  ).length;
  const provisional = figures.filter(({ status }) => status === 'P').length;
  const held = submissions
    .filter(({ period }) => period === page.period)
    .reduce((sum, { rowsHeldBack }) => sum + rowsHeldBack, 0);
  const missing = figures.filter((figure) => isUnknown(figure.status) && !isNotOwed(figure)).length;
  const marks = findings.filter(
    ({ file, waivedBy }) => file.startsWith('templates/') && waivedBy === '',
  ).length;
  const line = (isGood: boolean, good: string, open: string, screen: string) => ({
    isGood,
    words: isGood ? good : open,
    screen,
  });
  return [
    line(
      head.changed === null,
      '报表没有再变动',
      `发布以后，报表又有变动：${head.changed?.words ?? ''}`,
      'board',
    ),
    line(owed === 0, '应报的表都已收到', `还有 ${owed} 张表没有收到`, 'board'),
    line(failed === 0, '勾稽没有错误', `${failed} 处勾稽不符`, 'checks'),
    line(provisional === 0, '没有待核实的数', `${provisional} 个数待核实（${held} 行暂缓）`, 'held'),
    line(missing === 0, '没有缺的数', `${missing} 个数缺`, 'board'),
    line(marks === 0, '模板全部填好', `模板里有 ${marks} 处没有填好`, 'templates'),
  ];
}
