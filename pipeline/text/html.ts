/** Text and scripts inside HTML, where text from spreadsheets must stay inert. */
import { createHash } from 'node:crypto';

/** Text escaped for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON for a script element or a script file: no tag, no comment, no line end in it. */
export function inertJson(data: unknown): string {
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (c) => escapes[c] ?? c);
}

/** A script that nothing in it ends before its element does. */
export const inlineScript = (script: string): string =>
  script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');

/** A policy's source that lets run this script alone. */
export function scriptSource(script: string): string {
  return `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`;
}

/** What an Internet Explorer kernel shows, which reads no module. */
export const tooOldWords =
  '浏览器太旧或开着“兼容模式”。请在地址栏右边切换到“极速模式”，或换 Edge、谷歌、统信浏览器打开。';
