/** Every request by its name, but for downloads, which are given an address (`http/app.ts`). */
import type { RequestName } from '../api.js';
import { boardHandlers } from './boards.js';
import { fileHandlers } from './files.js';
import type { Handlers } from './handlers.js';
import { heldHandlers } from './held.js';
import { recordHandlers } from './records.js';
import { runHandlers } from './runs.js';

export const handlers: Handlers<Exclude<RequestName, 'download'>> = {
  ...boardHandlers,
  ...fileHandlers,
  ...heldHandlers,
  ...recordHandlers,
  ...runHandlers,
};
