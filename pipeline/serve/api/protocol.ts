/**
 * How the page and the server speak with each other.
 *
 * - `GET /start/<once>` sets the cookie, puts the header's value into `sessionStorage[sessionKey]` and goes to `/`.
 * - `GET /` is the page: `<div id="desk">` with `/main.js` and `/style.css` (built into `dist/desk/`); which screen, township and period it shows is in its fragment, which never leaves the browser.
 * - `POST /data/<name>` with `Requests[name]['asks']` as JSON and the header `sessionHeader` answers `Envelope`, with 200;
 *   all else is a `Refusal`.
 * - `POST /upload` with the file's bytes, `sessionHeader`, and the name (below a dropped folder its path) encoded with
 *   `encodeURIComponent` in `nameHeader` answers `Envelope<Uploaded>`.
 * - `GET /download/<once>` is what `download` gives an address for, once.
 *
 * Texts are in Chinese, ready to be shown; times are ISO; amounts are exact decimals as text, null where missing.
 */

import type { Place } from './place.js';
import type { RunState } from './runs.js';

export const sessionKey = 'desk';
export const sessionHeader = 'x-desk';
export const nameHeader = 'x-desk-name';

/** The line on top of every screen. */
export interface Head extends Place {
  readonly name: string;
  readonly asOf: string;
  /** Who signed it off and when, in words; '' where it is not sealed. */
  readonly sealed: string;
  /** null: never. */
  readonly publishedAt: string | null;
  /** Files of `inputs/` that differ from what is published, by their paths below the township; null: none. */
  readonly changed: Changed | null;
  /** Its periods, the latest first. */
  readonly periods: readonly string[];
}

export interface Changed {
  readonly added: readonly string[];
  readonly altered: readonly string[];
  readonly removed: readonly string[];
  /** 新增 1 个文件，改动 1 个。 */
  readonly words: string;
}

export interface Envelope<T> {
  /** Of the place that was asked about; null: none was. */
  readonly head: Head | null;
  readonly run: RunState;
  readonly answer: T;
}

/** How a request that is not answered ends. */
export interface Refusal {
  readonly error: string;
  /**
   * `session`: the secrets are missing or no longer hold, open the desk again; `wrong`: what was asked cannot be done;
   * `changed`: it was changed elsewhere since it was shown; `busy`: another run is at work; `fault`: it failed.
   */
  readonly kind: 'session' | 'wrong' | 'changed' | 'busy' | 'fault';
}
