/** What is asked and cannot be done, as the page is told. */
import type { Refusal } from './api/protocol.js';

const statuses = { session: 401, wrong: 400, changed: 409, busy: 503, fault: 500 } as const;

/** A request that is refused, with the sentence that the page shows. */
export class Refused extends Error {
  readonly kind: Refusal['kind'];

  constructor(kind: Refusal['kind'], words: string) {
    super(words);
    this.kind = kind;
  }

  get status(): (typeof statuses)[Refusal['kind']] {
    return statuses[this.kind];
  }
}

/** A text that a person typed, trimmed. @throws Refused where there is none, or far too much. */
export function typed(value: unknown, what: string, most = 500): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') throw new Refused('wrong', `请填写${what}。`);
  if (text.length > most) throw new Refused('wrong', `${what}太长，请不超过 ${most} 个字。`);
  return text;
}
