/** `trace <figure>`: a figure, its definition, and every source row behind it. */

import { appendFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { openTrace, type Trace, type TracedRow } from '../audit/trace.js';
import type { Figure } from '../figure.js';
import type { Indicator } from '../indicators/catalogue.js';
import { type Options, UsageError } from '../options.js';
import { commandLine } from '../program/program.js';
import { changeSentence } from '../publication/change-sentence.js';
import { namesOf } from '../publication/explanations.js';
import { unitFromWords } from '../publication/labels.js';
import type { ChangeRow } from '../publication/publication.js';
import { groupBelow } from '../rollup/figures.js';
import type { TracedUnit } from '../rollup/traced.js';
import { csvLine } from '../tables/csv.js';
import { changeColumns, evidenceColumns } from '../tables/tables.js';
import { figureLine } from './text/figure-line.js';
import { sealLines } from './text/seal-line.js';
import type { Usage } from './usage.js';

/** @returns 0; the rows stream to standard output. */
export async function traceCommand({ operands, options, flags }: Usage): Promise<number> {
  const [name] = operands;
  if (name === undefined) {
    throw new UsageError(
      `请写明指标，例如：${commandLine} trace enterprises.total.count`,
      `Name a figure, e.g. ${commandLine} trace enterprises.total.count`,
    );
  }
  const unmasked = flags.unmask === true;
  if (unmasked) recordUnmasking(options, name, flags.by, flags.reason);
  const { trace, close } = await openTrace(name, options, unmasked);
  const parts = { compare: flags.compare === true, leftOut: flags['left-out'] === true };
  try {
    const chunks =
      flags.csv === true
        ? csv(trace, parts)
        : options.json
          ? json(trace, parts)
          : text(trace, parts, sealLines(options, trace.unit, trace.folder), options.lang === 'zh');
    for (const chunk of chunks) await write(chunk);
  } finally {
    close();
  }
  return 0;
}

/** Personal data is shown in full only to a name and for a reason: both are kept, with the login name and the time. */
function recordUnmasking({ outputs }: Options, figure: string, by: unknown, reason: unknown): void {
  if (!isWritten(by) || !isWritten(reason)) {
    throw new UsageError(
      '查看未遮盖的个人信息要写明谁看、为什么，例如：--unmask --by 王某某 --reason "核对张村退费"',
      'To see personal data in full say who looks and why, e.g. --unmask --by "Wang" --reason "checking a refund"',
    );
  }
  const login = userInfo().username;
  const line = { time: new Date().toISOString(), event: 'trace.unmasked', figure, by, login, reason };
  appendFileSync(join(outputs, 'unmasked.log'), `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

const isWritten = (text: unknown): text is string => typeof text === 'string' && text.trim() !== '';

interface Parts {
  readonly compare: boolean;
  readonly leftOut: boolean;
}

async function write(chunk: string): Promise<void> {
  if (!process.stdout.write(chunk)) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

function* csv(trace: Trace, { compare }: Parts): Generator<string> {
  if (compare) {
    yield `${csvLine(changeColumns.map(({ name }) => name))}`;
    for (const indicator of trace.indicators) {
      for (const row of trace.changes(indicator)) yield csvLine(changeColumns.map(({ of }) => of(row)));
    }
    return;
  }
  yield csvLine(evidenceColumns.map(({ name }) => name));
  for (const indicator of trace.indicators) {
    for (const side of ['current', 'previous'] as const) {
      for (const row of trace.evidence(indicator, side))
        yield csvLine(evidenceColumns.map(({ of }) => of(row)));
    }
  }
}

function* json(trace: Trace, { compare, leftOut }: Parts): Generator<string> {
  yield `{"unit":${JSON.stringify(trace.unit)},"as_of":"${trace.asOf}","figures":${JSON.stringify(trace.figures)},${trace.units ? `"units":${JSON.stringify(trace.units)},` : ''}"parts":[`;
  let first = true;
  for (const indicator of trace.indicators) {
    yield `${first ? '' : ','}{"id":"${indicator.id}","definition":${JSON.stringify(indicator.definition)},"sql":${JSON.stringify(indicator.sql)}`;
    first = false;
    yield* jsonList('evidence', trace.evidence(indicator, 'current'));
    if (compare) {
      yield* jsonList('previous_evidence', trace.evidence(indicator, 'previous'));
      yield* jsonList('changes', trace.changes(indicator));
      yield* jsonList('explanations', explanationsJson(trace, indicator));
    }
    if (leftOut) yield* jsonList('left_out', trace.leftOut(indicator));
    yield '}';
  }
  yield ']}\n';
}

/** The parts of the changes, and of each figure the sentence that they make. */
function explanationsJson(trace: Trace, indicator: Indicator): object[] {
  const parts = trace.explanations(indicator);
  return trace.figures
    .filter(({ id }) => id === indicator.id)
    .map((figure) => {
      const own = parts.filter(({ group }) => group === figure.group);
      return {
        group: figure.group,
        sentence: changeSentence(figure, own),
        parts: own.map(({ named, id, group, ...part }) => ({ ...part, names: namesOf({ named }) })),
      };
    });
}

function* jsonList(name: string, rows: Iterable<object>): Generator<string> {
  yield `,"${name}":[`;
  let separator = '';
  for (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',\n';
  }
  yield ']';
}

function* text(trace: Trace, parts: Parts, sealed: readonly string[], zh: boolean): Generator<string> {
  yield `${trace.unit} ${zh ? '截至' : 'as of '}${[trace.asOf, ...sealed].join(zh ? '，' : ', ')}\n`;
  for (const figure of trace.figures) yield `${figureHead(figure, zh)}\n`;
  const [figure] = trace.figures;
  if (figure) yield `${zh ? '定义' : 'Definition'}：${figure.definition}\n`;
  if (trace.units) {
    yield zh ? '\n各单位：\n' : '\nIts units:\n';
    yield* trace.units.flatMap((unit) => unitLines(unit, zh));
  }
  for (const indicator of trace.indicators) {
    yield `\n${indicator.id}  ${indicator.label}\n${indent(indicator.sql)}\n\n`;
    yield zh ? '本期的依据：\n' : 'Evidence:\n';
    yield* evidenceText(trace.evidence(indicator, 'current'), zh);
    if (parts.compare) {
      yield zh ? '\n上年同期的依据：\n' : '\nEvidence of the comparison:\n';
      yield* evidenceText(trace.evidence(indicator, 'previous'), zh);
      yield zh ? '\n增减由来：\n' : '\nWhat made the change:\n';
      yield* sentences(trace, indicator);
      for (const row of trace.changes(indicator)) yield changeText(row, zh);
    }
    if (parts.leftOut) {
      yield zh ? '\n已采用但不计入本指标的行：\n' : '\nAccepted rows that do not contribute:\n';
      const counts = new Map<string, number>();
      for (const row of trace.leftOut(indicator)) {
        counts.set(row.reason, (counts.get(row.reason) ?? 0) + 1);
        const names = [...new Set([row.label, row.key])].filter(Boolean).join(' | ');
        yield `  ${row.file} › ${row.sheet} › ${zh ? `第${row.row}行` : `row ${row.row}`}  ${row.reason}  ${names}\n`;
      }
      if (counts.size > 0)
        yield `${zh ? '合计' : 'Total'}：${[...counts].map(([reason, rows]) => `${reason} ${rows}`).join(' · ')}\n`;
    }
  }
}

function sentences(trace: Trace, indicator: Indicator): string[] {
  const parts = trace.explanations(indicator);
  return trace.figures.flatMap((figure) => {
    const own = parts.filter(({ group }) => group === figure.group);
    const sentence = figure.id === indicator.id ? changeSentence(figure, own) : '';
    const group = figure.group === '' ? '' : `${figure.group}：`;
    return sentence === '' ? [] : [`  ${group}${sentence}\n`];
  });
}

function unitLines({ unit, folder, figures }: TracedUnit, zh: boolean): string[] {
  if (figures.length === 0)
    return [`  ${unit}：${folder === null ? (zh ? '没有报送' : 'nothing submitted') : '—'}\n`];
  return figures.map(
    (figure) => `  ${figureLine({ ...figure, label: groupBelow(unit, figure.group) }, zh)}\n`,
  );
}

function figureHead(figure: Figure, zh: boolean): string {
  const group = figure.group === '' ? '' : `[${figure.group}]`;
  return `${figure.id}${group}  ${figureLine(figure, zh)}`;
}

function* evidenceText(rows: Iterable<TracedRow>, zh: boolean): Generator<string> {
  for (const found of rows) {
    const { group, key, file, sha256, sheet, cell, row, text: submitted, value } = found;
    const place = [file, sheet, cell || `${row}`].filter(Boolean).join(' › ');
    const isInCell = found.unitFrom === 'cell' || found.unitFrom === 'format';
    const from =
      found.unitFrom === '' ? '' : zh ? `（${unitFromWords[found.unitFrom]}）` : ` (${found.unitFrom})`;
    const said = `${submitted}${found.submittedUnit && !isInCell ? ` ${found.submittedUnit}${from}` : ''}`;
    const names = [...new Set([group, found.label, key])].filter(Boolean).join(' | ');
    const origin = `${found.department} ${found.firstReadAt.slice(0, 10)} ${sha256.slice(0, 12)}`;
    const supplied = found.list === '' ? '' : zh ? `  依据 ${found.list}` : `  by ${found.list}`;
    yield `  ${place}  ${said} → ${value} ${found.unit}  ${names}  ${origin}${supplied}\n`;
  }
}

function changeText(row: ChangeRow, zh: boolean): string {
  const at = (file: string, sheet: string, line: number | null) =>
    line === null ? '' : [file, sheet, zh ? `第${line}行` : `row ${line}`].filter(Boolean).join(' › ');
  const places = [at(row.previousFile, row.previousSheet, row.previousRow), at(row.file, row.sheet, row.row)];
  const values =
    row.what === 'moved' ? `${row.previousValue} → ${row.value}` : (row.value ?? row.previousValue ?? '');
  const sign = row.contribution.startsWith('-') ? '' : '+';
  return `  ${zh ? row.word : row.reason}  ${sign}${row.contribution}  ${values}  ${[...new Set([row.group, row.label, row.key])].filter(Boolean).join(' | ')}  ${row.because === '' ? '' : `${row.because}  `}${places.filter(Boolean).join(' → ')}\n`;
}

function indent(sql: string): string {
  return sql
    .trim()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
