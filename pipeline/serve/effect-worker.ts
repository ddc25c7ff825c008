/** Runs in a process of its own: what a change of a township's settings would do to its figures. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnswerEffect, answerEffect } from '../audit/answer-effect.js';
import { maskText } from '../findings/mask.js';
import type { Waiver } from '../findings/waivers.js';
import { addAnswers } from '../inputs/write-answers.js';
import { addWaivers } from '../inputs/write-waivers.js';
import { faultText } from '../operations/faults.js';
import type { Options } from '../options.js';
import { openLog } from '../program/log.js';
import type { Answers } from '../recognise/answers.js';
import { serve } from '../workers/serve.js';

/** To the process: what would be added to the settings of a township. */
export interface EffectRequest {
  readonly options: Options;
  readonly unit: string;
  readonly period: string;
  readonly waivers: readonly Waiver[];
  readonly answers: Answers;
  readonly by: string;
  /** A file that is looked at as though it had been put; null: none. */
  readonly beside: { readonly path: string; readonly name: string } | null;
}

/** From the process; `refused`: it cannot be computed, and why. */
export type EffectAnswer = { readonly effect: AnswerEffect } | { readonly refused: string };

serve(async function* (request: EffectRequest): AsyncGenerator<EffectAnswer> {
  const { options, unit, period, waivers, answers, by, beside } = request;
  const work = mkdtempSync(join(tmpdir(), 'desk-'));
  try {
    const named = beside && join(work, beside.name);
    if (beside && named) cpSync(beside.path, named);
    const change = async (folder: string) => {
      await addWaivers(folder, waivers);
      await addAnswers(folder, answers, { by, reason: '' });
    };
    const effect = await answerEffect(
      options,
      { unit, period, beside: named },
      change,
      openLog(maskText, true),
    );
    yield { effect };
  } catch (error) {
    yield {
      refused:
        faultText(error, 'zh', options.outputs) ?? (error instanceof Error ? error.message : String(error)),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
