/** What the page asks of the server, and what it answers: plain data, without a module of Node. */
import type { Board, Boot, TownshipLine } from './api/board.js';
import type {
  AnswerLine,
  Deed,
  DroppedFile,
  FormColumns,
  PeriodFile,
  PutFile,
  WithdrawnFile,
} from './api/files.js';
import type { Effect, HeldFile, SheetRows, WaiverAsked } from './api/held.js';
import type { Place } from './api/place.js';
import type {
  BlankForm,
  DeskEntry,
  Difference,
  Download,
  DownloadAsked,
  FigureHistory,
  ReportCheck,
  Said,
  SealAsked,
  Sealing,
  SettingsEdit,
  SettingsFile,
  Vintage,
} from './api/records.js';
import type { RunResult } from './api/runs.js';

export type * from './api/board.js';
export type * from './api/files.js';
export type * from './api/held.js';
export type * from './api/place.js';
export * from './api/protocol.js';
export type * from './api/records.js';
export type * from './api/runs.js';

/** Who did it, as the desk's log keeps it. */
interface By {
  readonly by: string;
}

interface Named<Asks, Answers> {
  readonly asks: Asks;
  readonly answers: Answers;
}

type None = Readonly<Record<string, never>>;

/** Every request by its name: what it asks, and what is answered. */
export interface Requests {
  boot: Named<None, Boot>;
  townships: Named<None, { readonly townships: readonly TownshipLine[]; readonly reminders: string }>;
  newTownship: Named<By & { readonly name: string; readonly county: string; readonly period: string }, Place>;
  /** Puts the example beside the other townships. */
  example: Named<By, Place>;
  newPeriod: Named<By & Place, Place>;
  board: Named<Place, Board>;

  /** How an upload would be read in this place. */
  inspect: Named<Place & { readonly upload: string }, DroppedFile>;
  /** What the forms' columns are called. */
  formColumns: Named<None, readonly FormColumns[]>;
  /** Forgets an upload. */
  discard: Named<{ readonly upload: string }, None>;
  /** Puts files, and where `publishes` runs: during a run, once more after it. */
  put: Named<Place & By & { readonly files: readonly PutFile[]; readonly publishes: boolean }, Deed>;
  files: Named<Place, readonly PeriodFile[]>;
  withdraw: Named<Place & By & { readonly files: readonly string[]; readonly publishes: boolean }, Deed>;
  move: Named<Place & By & { readonly file: string; readonly to: Place; readonly publishes: boolean }, Deed>;
  withdrawn: Named<{ readonly unit: string }, readonly WithdrawnFile[]>;
  restore: Named<Place & By & { readonly withdrawn: readonly string[]; readonly publishes: boolean }, Deed>;
  /** Takes back what was put, withdrawn or moved together. */
  undo: Named<Place & By & { readonly deed: string; readonly publishes: boolean }, Deed>;
  /** The township does not owe this form. */
  notOwed: Named<Place & By & { readonly form: string }, None>;

  /** Publishes, or once more where a run is at work; the envelope says how it goes. */
  run: Named<Place & By, None>;
  /** As Ctrl-C: the last publication stays. */
  stop: Named<By, None>;
  /** For polling. */
  runState: Named<None, None>;
  /** null: that run is not known any more. */
  runResult: Named<{ readonly number: number }, RunResult | null>;

  held: Named<Place, readonly HeldFile[]>;
  /** The department has been told of these files. */
  informed: Named<Place & By & { readonly file: string }, None>;
  /** Rows around one: of the published data by the number of its table, or of an upload. */
  sheet: Named<Place & { readonly table: number; readonly row: number; readonly around?: number }, SheetRows>;
  previewWaiver: Named<Place & WaiverAsked, Effect>;
  waive: Named<Place & WaiverAsked, None>;
  /** What is not understood in a file that lies there: as questions. */
  questions: Named<Place & { readonly file: string }, DroppedFile>;
  previewAnswers: Named<
    Place & By & { readonly answers: readonly AnswerLine[]; readonly upload?: string },
    Effect
  >;
  answer: Named<Place & By & { readonly answers: readonly AnswerLine[]; readonly reason: string }, None>;

  /**
   * What the audit page is made of (`audit-page/data.ts`): `page` is PageData, else the name of a script file beside it:
   * findings, evidence/<id>, changes/<id>, sheets/<table>-<chunk>, history.
   */
  data: Named<Place & { readonly name: string }, unknown>;
  history: Named<Place & { readonly figure: string }, FigureHistory>;
  publications: Named<Place, readonly Vintage[]>;
  /** Without numbers: the last two. */
  diff: Named<Place & { readonly from?: number; readonly to?: number }, Difference>;

  verify: Named<{ readonly unit: string }, Said>;
  status: Named<None, Said>;
  checkTemplates: Named<Place, Said>;
  checkReport: Named<Place & { readonly upload: string }, ReportCheck>;
  sealing: Named<Place, Sealing>;
  seal: Named<Place & SealAsked, Said>;
  unseal: Named<Place & By & { readonly why: string }, Said>;
  /** Into a folder of its own, which is named. */
  backup: Named<By & { readonly folder?: string }, Said>;
  blankForms: Named<Place, readonly BlankForm[]>;

  settings: Named<{ readonly unit: string }, readonly SettingsFile[]>;
  editSettings: Named<By & { readonly unit: string; readonly edit: SettingsEdit }, SettingsFile>;

  download: Named<DownloadAsked, Download>;
  /** In the system's file manager. */
  open: Named<Place & { readonly what: 'inputs' | 'outputs' | 'corrections' | 'forms' | 'audit_page' }, None>;
  log: Named<{ readonly most: number }, readonly DeskEntry[]>;
}

export type RequestName = keyof Requests;
