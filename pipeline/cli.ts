#!/usr/bin/env node
/** The program as a process. */
import { main } from './commands/main.js';
import { setV8Flags } from './program/v8-flags.js';

// A reader that has seen enough (head, less) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

setV8Flags();
process.exitCode = await main(process.argv.slice(2));
