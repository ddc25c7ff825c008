/** What is published of a place, as the audit page holds it: read back from the files that it consists of. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageData } from '../audit-page/data.js';
import { readScript } from '../audit-page/script-file.js';
import type { Place } from './api/place.js';
import { currentRecord } from './recorded.js';
import { Refused } from './refused.js';

/** Names of the data files, which are those of what is published and nothing else. */
const dataName = /^(?:history|findings|(?:evidence|changes|left-out)\/[a-z0-9_.]+|sheets\/\d+-\d+)$/;
const mostKept = 8;

const kept = new Map<string, PageData>();

/** @throws Refused where nothing is published of the place. */
export function publishedPage(outputs: string, place: Place): PageData {
  const record = currentRecord(outputs, place);
  if (!record) throw new Refused('wrong', '这一期还没有发布。');
  const known = kept.get(record.hash);
  if (known) return known;
  const html = readFileSync(join(record.folder, 'index.html'), 'utf8');
  const [, json] = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(html) ?? [];
  if (json === undefined) throw new Refused('wrong', '审计页已损坏，请重新发布。');
  const page = JSON.parse(json) as PageData;
  kept.set(record.hash, page);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return page;
}

/** What a script file of the publication holds. @throws Refused where there is none of this name. */
export function publishedData(outputs: string, place: Place, name: string): unknown {
  const record = currentRecord(outputs, place);
  const path = name === 'history' ? 'history.js' : `audit/${name}.js`;
  if (!record || !dataName.test(name) || !existsSync(join(record.folder, path)))
    throw new Refused('wrong', '没有这一项，可能刚重新发布过。请刷新再看。');
  return readScript(join(record.folder, path));
}
