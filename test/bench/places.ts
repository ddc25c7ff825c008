/** Where the bench's files stand. */
import { join } from 'node:path';

export const unit = '示例镇';
export const period = '2021-11-30';

/** Inputs that are nothing but one submission of a kind, or one folder of many. */
export function inputsOf(folder: string, kind: string, size: number): string {
  return join(folder, `${kind.replace('.', '-')}-${size}`, 'inputs');
}

export function submissionOf(folder: string, kind: string, size: number): string {
  return join(inputsOf(folder, kind, size), unit, period, kind);
}
