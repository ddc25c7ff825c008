/** Parts that the screens share. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { shownAmount } from '../../publication/amounts.js';
import type { Envelope } from '../api/protocol.js';
import type { RequestName, Requests } from '../api.js';
import { ask, Refused, rememberedName, rememberName } from './client.js';

/** What a screen gets from the application. */
export interface Shared {
  /** Takes over the head and the run of an answer. */
  readonly took: (envelope: Envelope<unknown>) => void;
  /** Shows what was refused. */
  readonly failed: (error: unknown) => void;
  /** Shows a sentence. */
  readonly say: (words: string) => void;
  /** Rises with every run that ended: what is published may be another. */
  readonly version: number;
}

/** An answer, asked for anew when what it depends on changes; null: not yet. */
export function useAnswer<Name extends RequestName>(
  name: Name,
  asks: Requests[Name]['asks'] | null,
  { took, failed, version }: Shared,
): [Requests[Name]['answers'] | null, () => void] {
  const [answer, setAnswer] = useState<Requests[Name]['answers'] | null>(null);
  const [again, setAgain] = useState(0);
  const key = JSON.stringify(asks);
  useEffect(() => {
    let isCurrent = true;
    if (asks === null) return;
    ask(name, asks).then((envelope) => {
      if (!isCurrent) return;
      took(envelope);
      setAnswer(envelope.answer);
    }, failed);
    return () => {
      isCurrent = false;
    };
  }, [name, key, version, again]);
  return [answer, () => setAgain((count) => count + 1)];
}

/** A button that does something, and cannot be pressed again meanwhile. */
export function Deed({
  does,
  failed,
  children,
  isMain = false,
  disabled = false,
}: {
  readonly does: () => unknown;
  readonly failed: (error: unknown) => void;
  readonly children: ComponentChildren;
  readonly isMain?: boolean;
  readonly disabled?: boolean;
}) {
  const [isBusy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    try {
      await does();
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" class={isMain ? 'main' : ''} disabled={isBusy || disabled} onClick={press}>
      {children}
    </button>
  );
}

export function Copy({
  text,
  children,
  say,
}: {
  readonly text: string;
  readonly children: ComponentChildren;
  readonly say: Shared['say'];
}) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    say('已复制。');
  };
  return (
    <button type="button" onClick={copy}>
      {children}
    </button>
  );
}

/** Who does it; remembered for the next deed of this window. */
export function NameField({
  label,
  name,
  onName,
}: {
  readonly label: string;
  readonly name: string;
  readonly onName: (name: string) => void;
}) {
  return (
    <label class="field">
      {label}{' '}
      <input
        value={name}
        autocomplete="off"
        onInput={({ currentTarget }) => {
          rememberName(currentTarget.value);
          onName(currentTarget.value);
        }}
      />
    </label>
  );
}

export function useName(): [string, (name: string) => void] {
  return useState(rememberedName());
}

export function Loading() {
  return <p class="quiet">正在读取…</p>;
}

/** Asks, and has the application take over what every answer brings. */
export async function done<Name extends RequestName>(
  shared: Pick<Shared, 'took'>,
  name: Name,
  asks: Requests[Name]['asks'],
): Promise<Requests[Name]['answers']> {
  const envelope = await ask(name, asks);
  shared.took(envelope);
  return envelope.answer;
}

export const wordsOf = (error: unknown): string =>
  error instanceof Refused ? error.message : '页面出错了，请刷新再试。';

/** 1234567.5 as 1,234,567.5, rounded to four decimals; a year as it is. */
export const shownNumber = (text: string | null, unit = ''): string => shownAmount(text, unit);

/** 今天 17:42 or 11月28日 9:05 */
export function shownTime(iso: string | null): string {
  if (iso === null) return '—';
  const at = new Date(iso);
  const time = `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? `今天 ${time}` : `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日 ${time}`;
}
