#!/usr/bin/env node
/** Reads what was asked, and does it. */
import { helpOf } from './commands/help.js';
import { commands } from './commands/list.js';
import { readUsage } from './commands/usage.js';
import { version } from './program/program.js';
import { setV8Flags } from './program/v8-flags.js';

async function main(args: readonly string[]): Promise<number> {
  const lang = args[args.indexOf('--lang') + 1] === 'en' && args.includes('--lang') ? 'en' : 'zh';
  let outputs = '';
  try {
    const usage = readUsage(args, commands, new Date(), process.env);
    outputs = usage.options.outputs;
    if (usage.asks !== 'command') {
      process.stdout.write(usage.asks === 'version' ? `${version}\n` : helpOf(usage));
      return 0;
    }
    const command = await commands[usage.command]?.load();
    return command ? await command(usage) : 2;
  } catch (error) {
    const { faultText, isInTheWay } = await import('./operations/faults.js');
    const said = faultText(error, lang, outputs);
    process.stderr.write(`${said ?? (error instanceof Error ? error.stack : String(error))}\n`);
    return isInTheWay(error) ? 75 : 2;
  }
}

// A reader that has seen enough (head, less) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

setV8Flags();
process.exitCode = await main(process.argv.slice(2));
