/** The rows that figures leave out in script files, one per indicator. */
import { maskText } from '../findings/mask.js';
import type { Publication } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import { dataFolder, type LeftOutData, type LeftOutTuple, mostLeftOut } from './data.js';
import type { SourceList } from './evidence-files.js';
import { writeScript } from './script-file.js';

export function writeLeftOut(
  publication: Publication,
  folder: string,
  sourcesOf: (id: string) => SourceList,
): PublishedFile[] {
  if (publication.rollUp) return [];
  // A ratio has no rows of its own.
  const own = publication.figures.filter(({ kind }) => kind !== 'ratio');
  const counts = new Map(own.map(({ id, rowsLeftOut }) => [id, rowsLeftOut]));
  return [...counts].flatMap(([id, count]) => {
    if (count === 0 || count > mostLeftOut) return [];
    const sources = sourcesOf(id);
    const rows = Array.from(publication.leftOut(id), (line): LeftOutTuple => {
      const { file, sha256, sheet, row, key, label, reason } = line;
      return [sources.number(file, sha256, sheet, row), row, key, label, maskText(reason)];
    });
    const data: LeftOutData = { sources: sources.list, rows };
    return writeScript(folder, `${dataFolder}/left-out/${id}.js`, `left-out/${id}`, data);
  });
}
