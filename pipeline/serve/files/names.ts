/** Names of files as every system can hold them, and as a run reads them. */
import { fitText } from '../../intake/characters.js';

/** Bytes of a name on disk: below the 255 that file systems allow, with room for （2） and for the name aside. */
const mostBytes = 200;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
const unfit = /[<>:"/\\|?*\p{Cc}\p{Cs}\ufffd]/gu;

/**
 * A file's name, of the name or path that a browser gives: the last part of it, as it is but for what Windows cannot
 * hold and for beginnings by which a run takes no notice of it.
 */
export function inputName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const held = fitText(last.normalize('NFC'))
    .replace(unfit, '_')
    .replace(/[. ]+$/, '');
  const name = held.replace(/^(?:[. ]|~\$)+/, '_');
  if (name === '' || name === '_') return '未命名';
  return cut(reserved.test(name) ? `_${name}` : name);
}

/** The name with a number behind it: 名册（2）.xlsx */
export function numberedName(name: string, number: number): string {
  const { stem, extension } = parts(name);
  return `${stem}（${number}）${extension}`;
}

function cut(name: string): string {
  if (Buffer.byteLength(name) <= mostBytes) return name;
  const { stem, extension } = parts(name);
  let kept = '';
  for (const character of stem) {
    if (Buffer.byteLength(kept + character + extension) > mostBytes) break;
    kept += character;
  }
  return kept.replace(/[. ]+$/, '') + extension;
}

function parts(name: string): { readonly stem: string; readonly extension: string } {
  const extension = /\.[^.]{1,10}$/u.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - extension.length), extension };
}
