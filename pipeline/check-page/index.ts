/** check.html: a township's check for its departments, in one file that reads their sheets where it is opened. */
import { readFileSync } from 'node:fs';
import { maskText } from '../findings/mask.js';
import type { Context } from '../normalise/row.js';
import { escapeHtml, inertJson, inlineScript, scriptSource, tooOldWords } from '../text/html.js';
import { builtPath } from '../workers/entry-points.js';
import { type CheckData, type PlainContext, plainContext } from './page/messages.js';

/** What the page is made for. */
export interface CheckPageOf {
  /** As the township calls itself. */
  readonly township: string;
  readonly period: string;
  /** What a sheet of this township and period is read with. */
  readonly context: Context;
}

/** Every browser understands it; those before Chromium 85 lack the method, and fail at the page's own script. */
const unveil = "if(!''.replaceAll)document.getElementById('old').style.display='block'";

/**
 * What the page may carry to every department: a name or an answer with a person's number stays with the township,
 * whose own reading has it.
 */
function withoutPersonal({ aliases, answers, otherUnits, ...rest }: PlainContext): PlainContext {
  const isPublic = (entry: unknown): boolean => {
    const text = JSON.stringify(entry);
    return maskText(text) === text;
  };
  return {
    ...rest,
    otherUnits: otherUnits.filter(isPublic),
    aliases: aliases.map(([kind, names]) => [kind, names.filter(isPublic)]),
    answers: { columns: answers.columns.filter(isPublic), values: answers.values.filter(isPublic) },
  };
}

/** The whole page; what it carries of the township is what reading a sheet needs, and nothing else. */
export function checkPageHtml({ township, period, context }: CheckPageOf): string {
  const script = inlineScript(built('main.js'));
  const policy = [
    "default-src 'none'",
    `script-src ${scriptSource(script)} ${scriptSource(unveil)}`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const data: CheckData = { township, period, context: withoutPersonal(plainContext(context)) };
  return `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="renderer" content="webkit">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(township)} · 报表自查 · ${escapeHtml(period)}</title>
<style>
${built('style.css').replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<p id="old" class="notice" style="display:none">${tooOldWords}</p>
<script>${unveil}</script>
<noscript><p class="notice">浏览器停用了脚本，本页不能读表。</p></noscript>
<div id="page"></div>
<script type="application/json" id="inspection"></script>
<script type="application/json" id="check">${inertJson(data)}</script>
<script type="text/plain" id="reader">${inlineScript(built('reader.js'))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** A part of the page as it was built. */
const built = (name: 'main.js' | 'reader.js' | 'style.css') =>
  readFileSync(builtPath('check/main').replace(/main\.js$/, name), 'utf8');
