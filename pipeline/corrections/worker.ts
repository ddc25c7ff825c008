/** Runs in a thread of its own: makes one correction at a time. */
import { serve } from '../workers/serve.js';
import { type Correction, patchedCorrection, rewrittenCorrection } from './correction.js';
import type { CorrectionRequest, Way, WrittenCorrection } from './pool.js';

const ways: Readonly<Record<Way, (correction: Correction) => Promise<Uint8Array | null>>> = {
  patched: patchedCorrection,
  rewritten: rewrittenCorrection,
};

serve(async function* ({ way, correction }: CorrectionRequest): AsyncGenerator<WrittenCorrection> {
  const bytes = await ways[way](correction);
  yield bytes === null ? { is: 'refused' } : { is: 'made', bytes };
});
