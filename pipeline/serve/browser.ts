/** Opens an address, a folder or a file with what the system has for it. */
import { spawn } from 'node:child_process';

/** @returns false where the system has nothing to open it with. */
export function openWithSystem(target: string): Promise<boolean> {
  const [command = '', ...args] = openerOf(target);
  return new Promise((resolve) => {
    // Verbatim: Windows' own file manager takes an unquoted comma for the end of a path.
    const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function openerOf(target: string): readonly string[] {
  if (process.platform === 'darwin') return ['open', target];
  if (process.platform !== 'win32') return ['xdg-open', target];
  // The handler of addresses reads its line in the system's old code page, which may lack what a path holds.
  return target.startsWith('http://')
    ? ['rundll32', 'url.dll,FileProtocolHandler', target]
    : ['explorer.exe', `"${target}"`];
}
