/** What a waiver or an answer would do, before it is written: which rows will count, which figures go from what to what. */
import pLimit from 'p-limit';
import type { AnswerEffect } from '../audit/answer-effect.js';
import { maskText } from '../findings/mask.js';
import { shownAmount } from '../publication/amounts.js';
import { subtractText } from '../text/decimal.js';
import { builtPath } from '../workers/entry-points.js';
import { startProcess } from '../workers/peer.js';
import { openPool } from '../workers/pool.js';
import type { Effect } from './api/held.js';
import type { EffectAnswer, EffectRequest } from './effect-worker.js';
import { Refused } from './refused.js';

/** The township is computed twice: a large one takes its time. */
const mostMilliseconds = 20 * 60_000;
const mostMebibytes = 4096;
/** Figures that are named in the sentence. */
const mostNamed = 3;

/** One at a time: each computes a township. */
const oneByOne = pLimit(1);

/** @throws Refused where it cannot be computed. */
export const effectOf = (request: EffectRequest): Promise<Effect> => oneByOne(() => computed(request));

async function computed(request: EffectRequest): Promise<Effect> {
  const pool = openPool<EffectRequest, EffectAnswer>(() =>
    startProcess(builtPath('serve/effect-worker'), mostMebibytes, process.env),
  );
  try {
    const answer = await pool.call(request, mostMilliseconds);
    if ('refused' in answer) throw new Refused('wrong', answer.refused);
    return shown(answer.effect, request.waivers.length > 0);
  } finally {
    await pool.close();
  }
}

function shown({ sheets, figures }: AnswerEffect, isWaiver: boolean): Effect {
  const rows = sheets.map(({ file, sheet, was, rows: now }) => ({
    file: maskText(file),
    sheet: maskText(sheet),
    was,
    now,
  }));
  const changes = figures.map(({ was, now }) => {
    const { id = '', group = '', label = '', unit = '' } = now ?? was ?? {};
    return {
      id,
      group,
      label,
      unit,
      was: was && { value: was.value, status: was.status },
      now: now && { value: now.value, status: now.status },
      difference: was?.value && now?.value ? subtractText(now.value, was.value) : null,
    };
  });
  return { rows, figures: changes, words: effectWords(rows, changes, isWaiver ? '认可' : '这样回答') };
}

function effectWords(rows: Effect['rows'], figures: Effect['figures'], deed: string): string {
  const counted = rows.reduce((sum, { was, now }) => sum + now - was, 0);
  const own = figures.filter(({ was, now }) => was?.value !== now?.value);
  if (counted === 0 && figures.length === 0) return `${deed}以后，没有行因此计入，也没有数会变。`;
  if (counted > 0 && figures.length === 0) return `${deed}以后，${counted} 行采用，但不计入本期的任何数。`;
  const moved = own.slice(0, mostNamed).map(({ label, group, unit, was, now }) => {
    const amount = (of: { readonly value: string | null } | null) => shownAmount(of?.value ?? null, unit);
    return `${label}${group ? `（${group}）` : ''} ${amount(was)} → ${amount(now)} ${unit}`;
  });
  const more = own.length > mostNamed ? `等 ${own.length} 个数` : '';
  const states =
    own.length === 0 && figures.length > 0 ? `没有数值会变，${figures.length} 个数的状态会变` : '';
  const counts = counted > 0 ? `${counted} 行随即计入` : counted < 0 ? `${-counted} 行不再计入` : '';
  const said = moved.length > 0 ? `${moved.join('；')}${more}` : states;
  return `${deed}以后，${[counts, said].filter(Boolean).join('；')}。`;
}
