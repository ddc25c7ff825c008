/** Adding a department: a form module, its SQL files, and one line in the forms' index. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCsv } from '../helpers/cli.js';
import { writeFiles } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';

const project = new URL('../../', import.meta.url).pathname;

it('edits nothing else', { timeout: 120_000 }, () => {
  const copy = temporary('department');
  for (const name of ['pipeline', 'sql', 'package.json', 'tsconfig.json'])
    cpSync(join(project, name), join(copy, name), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));

  writeFileSync(
    join(copy, 'pipeline/forms/libraries.ts'),
    `/** 农家书屋. */
import { defineForm, date, events, measure, village } from './define.js';

export const libraries = defineForm({
  id: 'libraries',
  title: '农家书屋',
  departments: ['文化站'],
  shape: events('opened_date'),
  key: ['village', 'opened_date'],
  columns: {
    village: village('所属村').required(),
    books: measure('藏书', 'count', '件').alias('藏书册数').required(),
    opened_date: date('开放日期').required(),
  },
});
`,
  );
  const index = join(copy, 'pipeline/forms/index.ts');
  const lines = readFileSync(index, 'utf8').split('\n');
  const last = lines.findLastIndex((line) => /communities/.test(line));
  lines.splice(last + 1, 0, (lines[last] ?? '').replaceAll('communities', 'libraries'));
  writeFileSync(index, lines.join('\n'));
  mkdirSync(join(copy, 'sql/indicators/libraries'));
  writeFileSync(
    join(copy, 'sql/indicators/libraries/books.sql'),
    `-- label: 农家书屋藏书
-- unit: 件
-- kind: flow
-- place: 4.90
-- definition: 本年开放的农家书屋的藏书之和
-- aggregate: sum
-- form: libraries
-- column: books

SELECT row_id, books AS value
FROM libraries
WHERE unit = :unit AND period = :period
  AND opened_date BETWEEN :from AND :as_of
`,
  );
  mkdirSync(join(copy, 'sql/checks/libraries'));
  writeFileSync(
    join(copy, 'sql/checks/libraries/few_books.sql'),
    `-- label: 藏书过少
-- severity: warning
-- forms: libraries
-- form: libraries
-- column: books
-- needs: libraries
-- message: 藏书不足100册

SELECT row_id
FROM libraries
WHERE unit = :unit AND period = :period
  AND books < 100
`,
  );
  writeFiles(join(copy, 'inputs/泰平镇/2021-11-30'), {
    '书屋.csv': [
      ['所属村', '藏书册数', '开放日期'],
      ['东庄村', '1,200', '2021.3.5'],
      ['西庄村', 80, '2021年4月1日'],
    ],
  });
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy });
  execFileSync(process.execPath, [join(copy, 'dist/cli.js'), 'run', '--quiet'], { cwd: copy });

  const folder = join(copy, 'outputs/泰平镇/2021-11-30');
  const figure = readCsv(join(folder, 'figures.csv')).find(({ id }) => id === 'libraries.books');
  expect(figure).toMatchObject({ value: '1280', status: 'A', department: '文化站', rows: '2' });
  const finding = readCsv(join(folder, 'findings.csv')).find(({ rule }) => rule === 'libraries.few_books');
  expect(finding).toMatchObject({ cell: 'B3', value: '80' });
});

it('names any module that the index of forms lacks', () => {
  const index = readFileSync(join(project, 'pipeline/forms/index.ts'), 'utf8');
  const modules = readdirSync(join(project, 'pipeline/forms'))
    .filter(
      (name) => name.endsWith('.ts') && !['index.ts', 'define.ts', 'columns.ts', 'units.ts'].includes(name),
    )
    .map((name) => name.replace(/\.ts$/, ''));
  expect(modules.filter((name) => !index.includes(`'./${name}.js'`))).toEqual([]);
});
