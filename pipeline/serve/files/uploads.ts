/** Files that the browser has sent and that are not put yet, in a folder that only its owner may read. */
import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Refused } from '../refused.js';
import { inputName } from './names.js';

export interface Upload {
  readonly id: string;
  /** As it is put. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Uploads {
  /** @throws Refused where it is too large, or there are too many. */
  take(name: string, body: ReadableStream | null): Promise<Upload>;
  /** @throws Refused where it is not known any more. */
  get(id: unknown): Upload;
  /** Its path under its own name, for a command that asks for the ending. */
  named(upload: Upload): string;
  drop(id: string): void;
}

/** Larger files are no reports of a township; they can still be laid into `inputs/` by hand. */
const mostBytes = 300e6;
const mostTogether = 2e9;
const mostFiles = 500;

export function openUploads(folder: string, limits = { mostBytes, mostFiles }): Uploads {
  // What an earlier desk left behind when it was killed.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = new Map<string, Upload>();
  let coming = 0;
  const together = () => [...known.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    async take(name, body) {
      if (known.size + coming >= limits.mostFiles || together() >= mostTogether)
        throw new Refused('wrong', '一次放得太多了，请先放入这一批，再拖下一批。');
      const id = randomUUID();
      const path = join(folder, id);
      const hash = createHash('sha256');
      let bytes = 0;
      coming++;
      try {
        const counted = async function* (source: AsyncIterable<Uint8Array>) {
          for await (const chunk of source) {
            bytes += chunk.length;
            if (bytes > limits.mostBytes) throw new Refused('wrong', '文件超过 300 MB，不能从页面放入。');
            hash.update(chunk);
            yield chunk;
          }
        };
        const source = body ? Readable.fromWeb(body) : Readable.from([]);
        await pipeline(source, counted, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
      } catch (error) {
        rmSync(path, { force: true });
        throw isCutOff(error) ? new Refused('wrong', '没有传完，请再拖一次。') : error;
      } finally {
        coming--;
      }
      const upload = { id, name: inputName(name), path, bytes, sha256: hash.digest('hex') };
      known.set(id, upload);
      return upload;
    },
    get(id) {
      const found = typeof id === 'string' ? known.get(id) : undefined;
      if (!found) throw new Refused('wrong', '这个文件没有传完，或程序重新启动过。请再拖一次。');
      return found;
    },
    named({ id, name, path: from }) {
      const to = join(folder, `${id}.d`, name);
      mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
      if (!existsSync(to)) copyFileSync(from, to);
      return to;
    },
    drop(id) {
      const found = known.get(id);
      known.delete(id);
      if (!found) return;
      rmSync(found.path, { force: true });
      rmSync(`${found.path}.d`, { recursive: true, force: true });
    },
  };
}

/** Whether the browser went away, or was too slow. */
function isCutOff(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR';
}
