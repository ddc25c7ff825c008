/**
 * How a returned correction is known: a line of text in its notes sheets names the files that it takes the place
 * of, by their sha256. A cell's text is what every spreadsheet program keeps when it saves the file anew, in
 * whatever format; a property of the document is not.
 */

/** The sheet of a correction that lists its findings. */
export const findingsSheet = '问题清单';

/** A hidden sheet with the same line, for a sender who deletes the list before sending the file back. */
export const markSheet = '更正标识';

const named = /sha256:([0-9a-f]{64})/g;

/**
 * The line of a correction.
 * @param sha256s what it corrects; where that was a correction itself, also what that one corrected.
 */
export function correctionMark(sha256s: readonly string[]): string {
  return `${markSheet}（请勿改动）：${sha256s.map((sha256) => `sha256:${sha256}`).join(' ')}`;
}

/** What a row of a notes sheet says that its file corrects, as sha256; of any other row nothing. */
export function correctedIn(text: string): string[] {
  if (!text.includes(markSheet)) return [];
  return [...text.matchAll(named)].map(([, sha256 = '']) => sha256);
}
