/** What leaves the server as a download: a list, by what it is; no address is mapped to a path. */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { filesBelow } from '../files/files-below.js';
import { maskText } from '../findings/mask.js';
import type { DownloadAsked } from './api/records.js';
import { auditPackage } from './audit-package.js';
import { type Desk, placeOf } from './desk.js';
import { submissionOf } from './files/put.js';
import { currentRecord } from './recorded.js';
import { Refused } from './refused.js';

export interface DownloadBody {
  readonly name: string;
  readonly type: string;
  readonly body: ReadableStream;
}

/** Bytes whose kind the browser is not to guess: they are saved, never shown. */
const anyBytes = 'application/octet-stream';

/** Name under which it is saved. @throws Refused where there is no such thing. */
export async function downloadName(desk: Desk, asked: DownloadAsked): Promise<string> {
  if (asked.what === 'audit_package') {
    const { folder } = recordOf(desk, asked);
    return `${asked.unit} ${basename(folder)} 审计.zip`;
  }
  return basename(await pathOf(desk, asked));
}

export async function readDownload(desk: Desk, asked: DownloadAsked): Promise<DownloadBody> {
  const name = await downloadName(desk, asked);
  const source =
    asked.what === 'audit_package'
      ? auditPackage(recordOf(desk, asked).folder)
      : createReadStream(await pathOf(desk, asked));
  return { name, type: anyBytes, body: Readable.toWeb(source) as ReadableStream };
}

async function pathOf(
  desk: Desk,
  asked: Exclude<DownloadAsked, { readonly what: 'audit_package' }>,
): Promise<string> {
  const { unit, period } = await placeOf(desk, asked);
  switch (asked.what) {
    case 'submission':
      return submissionOf(period, asked.file).path;
    case 'blank_form':
      return listed(join(desk.options().outputs, unit.unit, 'forms'), asked.file);
    case 'correction':
      return listed(join(recordOf(desk, asked).folder, 'corrections'), asked.file);
    case 'workbook':
      return listed(recordOf(desk, asked).folder, 'metrics.xlsx');
    default:
      return listed(recordOf(desk, asked).folder, 'report.docx');
  }
}

/** A file of a folder, by its path below it. @throws Refused where the folder has none of this name. */
function listed(folder: string, file: string): string {
  const found = existsSync(folder)
    ? entries(folder).find((own) => own.file === file || maskText(own.file) === file)
    : undefined;
  if (!found) throw new Refused('changed', '没有这个文件，可能刚重新发布过。请刷新再看。');
  return found.path;
}

const entries = (folder: string) => (readdirSync(folder).length === 0 ? [] : filesBelow(folder));

function recordOf(desk: Desk, { unit, period }: DownloadAsked) {
  const record = currentRecord(desk.options().outputs, { unit, period });
  if (!record) throw new Refused('wrong', '这一期还没有发布。');
  return record;
}
