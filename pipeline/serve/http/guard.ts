/**
 * What is refused before anything else is looked at, for every method: other names than this server's own, by which a
 * page elsewhere may have been led here (DNS rebinding), and whatever another page sends.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const methods = ['GET', 'HEAD', 'POST'];

/** Why a request is refused, as a status; null: it is not. @param host the server's own address and port. */
export function refusalOf({ headers, method = '', url = '' }: IncomingMessage, host: string): number | null {
  if (headers.host !== host) return 421;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 403;
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return 403;
  // Whatever changes something says where it comes from; the knock of a second start is no browser's.
  if (method === 'POST' && origin === undefined && url !== knockPath) return 403;
  return methods.includes(method) ? null : 405;
}

/** Where a second start of the program asks for an address. */
export const knockPath = '/knock';

/** Every answer's headers: nothing is stored, guessed, framed or read by other pages. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Answers a refused request; what it still sends is not waited for. */
export function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, {
    ...safeHeaders,
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
  });
  response.end();
}
