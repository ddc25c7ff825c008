/** Runs the built command line as a user would, and reads what it published. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';

const project = new URL('../../', import.meta.url).pathname;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliResult extends Ran {
  /** Most memory that the program had at any time, its threads included. */
  readonly peakMebibytes: number;
}

/** Prints at the end how much memory there was. */
const printPeak = `data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))`;
const peakLine = /^peak (\d+)\n/m;

/** `node dist/cli.js …args`; the build is made by `npm test`. */
export function cli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', printPeak, join(project, 'dist/cli.js'), ...args], {
      cwd: project,
      env: { ...process.env, ...env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const kibibytes = Number(peakLine.exec(stderr)?.[1] ?? 0);
      resolve({ code, stdout, stderr: stderr.replace(peakLine, ''), peakMebibytes: kibibytes / 1024 });
    });
  });
}

export type Line = Readonly<Record<string, string>>;

/** A published CSV as lines by column. */
export function readCsv(path: string): Line[] {
  const text = readFileSync(path, 'utf8');
  if (!text.startsWith('\ufeff')) throw new Error(`${path} has no BOM`);
  const { data, errors } = Papa.parse<Line>(text.slice(1), { header: true, skipEmptyLines: true });
  if (errors.length > 0) throw new Error(`${path}: ${JSON.stringify(errors[0])}`);
  return data;
}

/** Evidence of a figure; none where there is no file. */
export function readEvidence(folder: string, id: string): Line[] {
  const path = join(folder, 'evidence', `${id}.csv`);
  return existsSync(path) ? readCsv(path) : [];
}
