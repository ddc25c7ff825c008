/** The page itself: its frame, which loads the script, and the plain sentences where there is no page to be had. */
import { existsSync, readFileSync } from 'node:fs';
import { tooOldWords } from '../../text/html.js';
import { builtPath } from '../../workers/entry-points.js';
import { sessionKey } from '../api/protocol.js';
import { newSecret } from './sessions.js';

interface Html {
  readonly html: string;
  readonly policy: string;
}

const usedUp = '这个地址用过一次就失效了，请再双击“开始”打开新的。';

/** The frame of the page; its script fills it in. */
export function pageHtml(): Html {
  const nonce = newSecret();
  return {
    policy: policy(nonce),
    html: document(
      `<link rel="stylesheet" href="/style.css" nonce="${nonce}">`,
      `<div id="desk"></div>
<noscript><p>${tooOldWords}</p></noscript>
<script nonce="${nonce}" nomodule>document.getElementById('desk').innerHTML='<p>${tooOldWords}</p>'</script>
<script nonce="${nonce}" type="module" src="/main.js"></script>`,
    ),
  };
}

/** Puts the window's secret where the page's script finds it, and goes to the page: the address is left behind. */
export function startHtml(window: string): Html {
  const nonce = newSecret();
  return {
    policy: policy(nonce),
    html: document(
      '',
      `<noscript><p>${tooOldWords}</p></noscript>
<script nonce="${nonce}">sessionStorage.setItem(${JSON.stringify(sessionKey)},${JSON.stringify(window)});location.replace('/')</script>`,
    ),
  };
}

/** Where neither the address nor the cookie holds any more. */
export function usedUpHtml(): Html {
  const nonce = newSecret();
  return { policy: policy(nonce), html: document('', `<p>${usedUp}</p>`) };
}

/** The script and the style as they were built; null where there is none of this name. */
export function builtFile(name: 'main.js' | 'style.css'): Buffer | null {
  const path = builtPath('desk/main').replace(/main\.js$/, name);
  return existsSync(path) ? readFileSync(path) : null;
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function document(head: string, body: string): string {
  return `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="renderer" content="webkit">
<title>统计台</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
${body}
</body>
</html>
`;
}
