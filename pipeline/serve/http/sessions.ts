/**
 * Who may ask. A browser has one secret as a cookie, which scripts cannot read and which other ports of this machine
 * get as well, and each of its windows another, which only this page's scripts can send: one without the other opens nothing.
 */
import { randomBytes } from 'node:crypto';

export interface Sessions {
  /** A new address's secret; it opens one window. */
  invite(): string;
  /**
   * Opens a window.
   * @param cookie that of the browser, if it has one.
   * @returns null where the invitation was used, is too old, or was never made.
   */
  open(
    invitation: string,
    cookie: string | undefined,
  ): { readonly cookie: string; readonly window: string } | null;
  hasCookie(cookie: string | undefined): boolean;
  /** Whether both secrets hold together. */
  holds(cookie: string | undefined, window: string | undefined): boolean;
  /** A download's secret: for one request of this browser. */
  ticket<T>(cookie: string, use: T): string;
  /** What a ticket was for; null where it was used, is too old, or is another browser's. */
  redeem(ticket: string, cookie: string | undefined): unknown;
}

const invitationMilliseconds = 10 * 60_000;
const ticketMilliseconds = 60_000;
/** Windows of one browser, and invitations and tickets at a time: older ones no longer hold. */
const most = 200;

export const newSecret = (): string => randomBytes(32).toString('base64url');

export function openSessions(now: () => number = Date.now): Sessions {
  const invitations = new Map<string, number>();
  const browsers = new Map<string, Set<string>>();
  const tickets = new Map<
    string,
    { readonly until: number; readonly cookie: string; readonly use: unknown }
  >();
  return {
    invite() {
      const secret = newSecret();
      invitations.set(secret, now() + invitationMilliseconds);
      keepNewest(invitations);
      return secret;
    },
    open(invitation, cookie) {
      const until = invitations.get(invitation);
      invitations.delete(invitation);
      if (until === undefined || until < now()) return null;
      const own = cookie !== undefined && browsers.has(cookie) ? cookie : newSecret();
      const windows = browsers.get(own) ?? new Set();
      const window = newSecret();
      windows.add(window);
      browsers.set(own, windows);
      keepNewest(windows);
      keepNewest(browsers);
      return { cookie: own, window };
    },
    hasCookie: (cookie) => cookie !== undefined && browsers.has(cookie),
    holds: (cookie, window) =>
      cookie !== undefined && window !== undefined && browsers.get(cookie)?.has(window) === true,
    ticket(cookie, use) {
      const secret = newSecret();
      tickets.set(secret, { until: now() + ticketMilliseconds, cookie, use });
      keepNewest(tickets);
      return secret;
    },
    redeem(secret, cookie) {
      const found = tickets.get(secret);
      if (!found || found.cookie !== cookie) return null;
      tickets.delete(secret);
      return found.until < now() ? null : found.use;
    },
  };
}

function keepNewest(of: Map<string, unknown> | Set<string>): void {
  for (const oldest of of.keys()) {
    if (of.size <= most) return;
    of.delete(oldest);
  }
}
