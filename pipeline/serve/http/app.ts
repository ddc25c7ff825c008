/** The routes, as a list: none maps an address to a path, and data is asked for by the names of `Requests`. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie, setCookie } from 'hono/cookie';
import { faultText } from '../../operations/faults.js';
import { UsageError } from '../../options.js';
import { type Envelope, nameHeader, type Refusal, sessionHeader } from '../api/protocol.js';
import type { Download, DownloadAsked } from '../api/records.js';
import type { Desk } from '../desk.js';
import { downloadName, readDownload } from '../downloads.js';
import { handlers } from '../handlers/index.js';
import { headOf } from '../head.js';
import { Refused } from '../refused.js';
import { knockPath, safeHeaders } from './guard.js';
import { builtFile, pageHtml, startHtml, usedUpHtml } from './page.js';
import type { Sessions } from './sessions.js';

const mostJson = 2e6;

export interface Door {
  readonly sessions: Sessions;
  readonly port: number;
  /** Shown by a second start of the program, from the file that only its owner can read. */
  readonly key: string;
  /** An internal error, for the log. */
  readonly onFault: (error: unknown) => void;
}

export function openApp(desk: Desk, { sessions, port, key, onFault }: Door): Hono {
  const app = new Hono();
  const cookieName = `desk_${port}`;
  const cookieOf = (context: Context) => getCookie(context, cookieName);
  const requireBoth = (context: Context) => {
    if (!sessions.holds(cookieOf(context), context.req.header(sessionHeader)))
      throw new Refused('session', '请再双击“开始”，打开新的页面。');
  };
  const envelope = async <T>(answer: T, asked: unknown): Promise<Envelope<T>> => ({
    head: await headFor(desk, asked),
    run: desk.runs.state(),
    answer,
  });
  const html = (
    context: Context,
    { html: text, policy }: ReturnType<typeof pageHtml>,
    status: 200 | 401 = 200,
  ) => context.html(text, status, { 'content-security-policy': policy });

  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(safeHeaders))
      if (name !== 'content-security-policy' || !context.res.headers.has(name))
        context.res.headers.set(name, value);
  });
  app.onError((error, context) => {
    const { status, ...refusal } = refusalOf(error, desk.options().outputs, onFault);
    return context.json(refusal, status);
  });
  app.notFound((context) => context.text('', 404));

  app.post(knockPath, (context) =>
    context.req.header('x-desk-key') === key
      ? context.text(`http://127.0.0.1:${port}/start/${sessions.invite()}`)
      : context.text('', 403),
  );
  app.get('/start/:invitation', (context) => {
    const opened = sessions.open(context.req.param('invitation'), cookieOf(context));
    if (!opened) return html(context, usedUpHtml(), 401);
    setCookie(context, cookieName, opened.cookie, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return html(context, startHtml(opened.window));
  });
  app.get('/', (context) =>
    sessions.hasCookie(cookieOf(context)) ? html(context, pageHtml()) : html(context, usedUpHtml(), 401),
  );
  for (const [name, type] of [
    ['main.js', 'text/javascript'],
    ['style.css', 'text/css'],
  ] as const) {
    app.get(`/${name}`, (context) => {
      const bytes = sessions.hasCookie(cookieOf(context)) ? builtFile(name) : null;
      return bytes
        ? context.body(new Uint8Array(bytes), 200, { 'content-type': `${type}; charset=utf-8` })
        : context.notFound();
    });
  }

  app.post(
    '/data/:name',
    bodyLimit({ maxSize: mostJson, onError: (context) => context.text('', 413) }),
    async (context) => {
      requireBoth(context);
      const name = context.req.param('name');
      const asks = asksIn(await context.req.text());
      if (name === 'download') {
        const answer = await ticketFor(asks as unknown as DownloadAsked, cookieOf(context) ?? '');
        return context.json(await envelope(answer, asks));
      }
      const handler = Object.hasOwn(handlers, name) ? handlers[name as keyof typeof handlers] : undefined;
      if (!handler) return context.notFound();
      const answer = await (handler as (desk: Desk, asks: unknown) => unknown)(desk, asks);
      return context.json(await envelope(answer, asks));
    },
  );
  app.post('/upload', async (context) => {
    requireBoth(context);
    const { id, name, bytes } = await desk.uploads.take(
      nameIn(context.req.header(nameHeader)),
      context.req.raw.body,
    );
    return context.json(await envelope({ upload: id, name, bytes }, null));
  });
  app.get('/download/:ticket', async (context) => {
    const asked = sessions.redeem(context.req.param('ticket'), cookieOf(context));
    if (asked === null) return html(context, usedUpHtml(), 401);
    const { name, type, body } = await readDownload(desk, asked as DownloadAsked);
    return context.body(body, 200, {
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  });

  async function ticketFor(asked: DownloadAsked, cookie: string): Promise<Download> {
    const name = await downloadName(desk, asked);
    const isPersonal = ['correction', 'submission'].includes(asked.what);
    return { address: `/download/${sessions.ticket(cookie, asked)}`, name, isPersonal };
  }
  return app;
}

/** @throws Refused where the body is no JSON object. */
function asksIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const asks: unknown = JSON.parse(text === '' ? '{}' : text);
    if (typeof asks === 'object' && asks !== null && !Array.isArray(asks)) return { ...asks };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refused('wrong', '请求的格式不对。');
}

function nameIn(header: string | undefined): string {
  try {
    return decodeURIComponent(header ?? '');
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new Refused('wrong', '文件名的写法不对。');
  }
}

/** The head of the place that was asked about; null where none was, or it is gone. */
async function headFor(desk: Desk, asked: unknown) {
  const { unit, period } = (asked ?? {}) as { readonly unit?: unknown; readonly period?: unknown };
  if (typeof unit !== 'string' || typeof period !== 'string') return null;
  const found = (await desk.inputs()).units.find((one) => one.unit === unit);
  return found?.periods.some((own) => own.period === period) ? headOf(found, period, desk.options()) : null;
}

type RefusedStatus = Refused['status'];

function refusalOf(
  error: unknown,
  outputs: string,
  onFault: Door['onFault'],
): Refusal & { readonly status: RefusedStatus } {
  if (error instanceof Refused) return { error: error.message, kind: error.kind, status: error.status };
  if (error instanceof UsageError) return { error: error.zh, kind: 'wrong', status: 400 };
  const words = faultText(error, 'zh', outputs);
  if (words === null) onFault(error);
  return { error: words ?? '程序出错了，这一步没有做成。请把情况告诉技术人员。', kind: 'fault', status: 500 };
}
