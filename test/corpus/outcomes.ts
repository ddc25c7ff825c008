/** What becomes of foreign files: each is read or refused with a reason, in time. */

import { rules } from '../../pipeline/findings/rules/index.js';
import type { Context } from '../../pipeline/normalise/row.js';
import { noAliases } from '../../pipeline/normalise/row.js';
import { inspectIsolated } from '../../pipeline/read/inspect-isolated.js';
import { openReadPool } from '../../pipeline/read/pool.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';

export interface Outcome {
  readonly file: string;
  /** Format and what was found in it, or the rule that refuses it. */
  readonly inspected: string;
  /** `read`, or the rule that refuses it. */
  readonly digested: string;
  /** Milliseconds of the slower of the two. */
  readonly milliseconds: number;
  /** What must not be: a crash, a word that is not in the catalogue, inspecting and digesting at odds. Empty: none. */
  readonly wrong: readonly string[];
}

const context: Context = {
  unitNames: ['泰平镇'],
  otherUnits: [],
  asOf: '2021-11-30',
  aliases: noAliases,
  answers: noAnswers,
};

/** Puts each file through `inspect` and through the run's digest pool, one after the other. */
export async function* outcomes(
  files: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Outcome, void, undefined> {
  const wrong: string[] = [];
  const pool = openReadPool((_, error) => wrong.push(error.stack ?? error.message));
  try {
    for await (const file of files) {
      wrong.length = 0;
      const began = performance.now();
      const inspection = await inspectIsolated(
        file,
        file,
        { context, inFolder: true, language: 'zh' },
        (error) => wrong.push(error.stack ?? error.message),
      );
      const between = performance.now();
      let digested = 'read';
      const found = inspection.findings.map(({ rule }) => rule);
      found.push(...inspection.sheets.flatMap((sheet) => sheet.findings.map(({ rule }) => rule)));
      for await (const piece of pool.read(file, context)) {
        if (piece.is === 'refused') digested = piece.finding.rule;
        if (piece.is === 'findings') found.push(...piece.findings.map(({ rule }) => rule));
        if (piece.is === 'rows') found.push(...piece.batch.findings.map(({ rule }) => rule));
      }
      const milliseconds = Math.max(between - began, performance.now() - between);
      const refusal = inspection.findings.find(({ severity }) => severity === 'error');
      const inspected =
        refusal?.rule ??
        `${inspection.format} ${inspection.sheets.some(({ form }) => form) ? 'form' : 'read'}`;
      for (const rule of new Set([...found, digested])) {
        if (rule !== 'read' && !Object.hasOwn(rules, rule)) wrong.push(`no words for ${rule}`);
      }
      if ((refusal === undefined) !== (digested === 'read'))
        wrong.push(`inspected ${inspected}, digested ${digested}`);
      yield { file, inspected, digested, milliseconds, wrong: [...wrong] };
    }
  } finally {
    await pool.close();
  }
}
