/** Node's global that the readers use. */
import { Buffer } from 'buffer';

Object.assign(globalThis, { Buffer });
