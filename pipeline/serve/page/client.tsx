/** What the page asks of its server. */

import type { Uploaded } from '../api/files.js';
import { type Envelope, nameHeader, type Refusal, sessionHeader, sessionKey } from '../api/protocol.js';
import type { RequestName, Requests } from '../api.js';

/** A request that was refused, with the sentence to show. */
export class Refused extends Error {
  readonly kind: Refusal['kind'] | 'gone';

  constructor(words: string, kind: Refusal['kind'] | 'gone') {
    super(words);
    this.kind = kind;
  }
}

const secret = () => sessionStorage.getItem(sessionKey) ?? '';

/** @throws Refused also where the program has ended. */
export async function ask<Name extends RequestName>(
  name: Name,
  asks: Requests[Name]['asks'],
): Promise<Envelope<Requests[Name]['answers']>> {
  return post(`/data/${name}`, { [sessionHeader]: secret() }, JSON.stringify(asks));
}

export async function upload(file: File, name = file.name): Promise<Uploaded> {
  const headers = { [sessionHeader]: secret(), [nameHeader]: encodeURIComponent(name) };
  return (await post<Envelope<Uploaded>>('/upload', headers, file)).answer;
}

async function post<T>(path: string, headers: Record<string, string>, body: BodyInit): Promise<T> {
  const answer = await fetch(path, { method: 'POST', headers, body }).catch(() => {
    throw new Refused('程序已经停了。请再双击“开始”。', 'gone');
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as T;
  if (!text.startsWith('{')) throw new Refused('这一步没有做成。', 'fault');
  const { error, kind } = JSON.parse(text) as Refusal;
  throw new Refused(error, kind);
}

/** Saves what a download has an address for. */
export async function save(asked: Requests['download']['asks']): Promise<void> {
  const { answer } = await ask('download', asked);
  const link = document.createElement('a');
  link.href = answer.address;
  link.download = answer.name;
  link.click();
}

const nameKey = 'desk.by';

/** Who works here, as the window remembers it. */
export const rememberedName = (): string => sessionStorage.getItem(nameKey) ?? '';
export const rememberName = (name: string): void => sessionStorage.setItem(nameKey, name);
