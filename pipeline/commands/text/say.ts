/** What a command says on the terminal: whatever it speaks of, what is personal in it is masked. */
import { maskText } from '../../findings/mask.js';

/** Hashes and ids of runs, in which digits mean nothing. */
const hexadecimal = /^[0-9a-f-]{32,}$/i;

/** On standard output. */
export function say(text: string): void {
  process.stdout.write(maskText(text));
}

/** On standard error. */
export function complain(text: string): void {
  process.stderr.write(maskText(text));
}

/** As JSON on standard output, every text in it masked. */
export function sayJson(value: unknown, indent = 2): void {
  process.stdout.write(maskedJson(value, indent));
}

/** As JSON that ends a line, every text in it masked. */
export function maskedJson(value: unknown, indent = 0): string {
  const text = JSON.stringify(
    value,
    (_, inner: unknown) => (typeof inner === 'string' && !hexadecimal.test(inner) ? maskText(inner) : inner),
    indent,
  );
  return `${text}\n`;
}
