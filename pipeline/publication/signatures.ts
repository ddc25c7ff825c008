/** Who signed a period off. */
import { when } from '../text/when.js';

/** Who signed a period off, and when (ISO). */
export interface Signatures {
  /** 填报 and 审核; '' in a seal of before, which names who signed it off only. */
  readonly prepared_by: string;
  readonly reviewed_by: string;
  /** 签发. */
  readonly approved_by: string;
  /** ISO. */
  readonly sealed_at: string;
}

export function signatures({ prepared_by, reviewed_by, approved_by, sealed_at }: Signatures): Signatures {
  return { prepared_by, reviewed_by, approved_by, sealed_at };
}

/** Who and when in words: 填报张某、审核李某、签发赵某，2022年1月5日定稿. */
export function signedOff(
  { prepared_by, reviewed_by, approved_by, sealed_at }: Signatures,
  zh: boolean,
): string {
  const date = when(sealed_at).slice(0, 10);
  const names = [
    [zh ? '填报' : 'prepared by ', prepared_by],
    [zh ? '审核' : 'reviewed by ', reviewed_by],
    [zh ? '签发' : 'approved by ', approved_by],
  ].flatMap(([deed, name]) => (name ? [deed + name] : []));
  return zh ? `${names.join('、')}，${date} 定稿` : `${names.join(', ')}, sealed ${date}`;
}
