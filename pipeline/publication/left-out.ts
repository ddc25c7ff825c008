/** Accepted rows that an indicator leaves out, as they are shown. */
import { maskKey } from '../findings/mask.js';
import { rowsLeftOut } from '../indicators/left-out.js';
import type { Store } from '../store/database.js';
import { shownLabel } from './changes.js';
import type { Evidenced } from './evidenced.js';
import type { LeftOutLine } from './publication.js';

/** @param unmasked personal data in full: never for what is published. */
export function* leftOutLines(
  store: Pick<Store, 'engine'>,
  { indicator, form, evaluations }: Evidenced,
  unmasked = false,
): Generator<LeftOutLine> {
  const rows = rowsLeftOut(store, indicator, form, 'current', evaluations.current);
  for (const { file, sha256, sheet, row, key, label, failed } of rows) {
    yield {
      file,
      sha256,
      sheet,
      row,
      key: key === null ? '' : unmasked ? key : maskKey(key, form),
      label: shownLabel(label, form, unmasked),
      reason: failed[0]?.leftOut ?? '',
    };
  }
}
