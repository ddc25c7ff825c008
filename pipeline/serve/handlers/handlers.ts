/** Every request and who answers it. */
import type { RequestName, Requests } from '../api.js';
import type { Desk } from '../desk.js';

export type Asks<Name extends RequestName> = Requests[Name]['asks'];
export type Answers<Name extends RequestName> = Requests[Name]['answers'];

/** Answers a request. @throws Refused, UsageError and errors of the system, which the page is told of in words. */
export type Handler<Name extends RequestName> = (
  desk: Desk,
  asks: Asks<Name>,
) => Promise<Answers<Name>> | Answers<Name>;

/** What a room of requests answers. */
export type Handlers<Names extends RequestName> = { readonly [Name in Names]: Handler<Name> };
