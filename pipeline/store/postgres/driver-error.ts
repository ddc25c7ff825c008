/** What the driver says of an error, as it may be shown: never the server's detail, which holds values of rows. */

export interface DriverError {
  readonly message: string;
  /** SQLSTATE, or the code of the connection's failure; '': neither. */
  readonly code: string;
}

export function driverError(error: unknown): DriverError {
  const { message, code } = error as Error & { code?: unknown };
  // Words of the driver for a connection that is gone have no code.
  const gone = /terminated|not queryable|closed|timeout expired/i.test(message);
  return { message, code: typeof code === 'string' ? code : gone ? '08006' : '' };
}
