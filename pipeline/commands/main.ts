/** A whole call of the program: reads what was asked, and does it. */
import { isTooManyOpen, tooManyOpenText } from '../operations/too-many-open.js';
import { version } from '../program/program.js';
import { helpOf } from './help.js';
import { commands } from './list.js';
import { readUsage } from './usage.js';

/** @param args those of the command line. @returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
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
    if (isTooManyOpen(error)) {
      process.stderr.write(`${tooManyOpenText[lang]}\n`);
      return 2;
    }
    const { faultText, isInTheWay } = await import('../operations/faults.js');
    const said = faultText(error, lang, outputs);
    process.stderr.write(`${said ?? (error instanceof Error ? error.stack : String(error))}\n`);
    return isInTheWay(error) ? 75 : 2;
  }
}
