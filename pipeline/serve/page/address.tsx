/** Which screen, township and period a window shows: in the fragment, so that Back and two windows work. */
import type { Place } from '../api/place.js';

export type Screen =
  | 'townships'
  | 'board'
  | 'drop'
  | 'held'
  | 'figure'
  | 'sealing'
  | 'files'
  | 'settings'
  | 'changes'
  | 'submissions'
  | 'checks'
  | 'findings'
  | 'proofs'
  | 'forms'
  | 'help';

export interface Address {
  readonly screen: Screen;
  readonly place: Place | null;
  /** A figure’s name, or a file’s path. */
  readonly of: string;
}

const screens: readonly Screen[] = [
  'townships',
  'board',
  'drop',
  'held',
  'figure',
  'sealing',
  'files',
  'settings',
  'changes',
  'submissions',
  'checks',
  'findings',
  'proofs',
  'forms',
  'help',
];

export function addressIn(fragment: string): Address {
  const [screen = '', unit = '', period = '', of = ''] = fragment
    .replace(/^#\/?/, '')
    .split('/')
    .map(decodeURIComponent);
  const known = screens.find((one) => one === screen) ?? 'townships';
  return { screen: known, place: unit !== '' && period !== '' ? { unit, period } : null, of };
}

export function linkTo(screen: Screen, place: Place | null, of = ''): string {
  const parts = place ? [screen, place.unit, place.period, ...(of === '' ? [] : [of])] : [screen];
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}
