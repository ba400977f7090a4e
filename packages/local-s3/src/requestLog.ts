/**
 * A request that was answered.
 *
 * @public
 */
export interface LoggedRequest {
  /** As the AWS API calls it; `Unknown` where it could not be told. */
  operation: string;
  /** Empty for a call on no bucket. */
  bucket: string;
  /** Empty for a call on no object. */
  key: string;
  /** 0 where a fault killed the connection instead of an answer. */
  status: number;
  /** The error code of S3, where it was refused. */
  code?: string;
  /** Milliseconds of the endpoint's clock. */
  at: number;
}

const limit = 20_000;

/**
 * The requests in the order of their answers, oldest first; only the last 20,000 are kept.
 *
 * @public
 */
export class RequestLog implements Iterable<LoggedRequest> {
  private entries: LoggedRequest[] = [];

  /** @internal */
  static create(): RequestLog {
    return new RequestLog();
  }

  private constructor() {}

  /** How many there are. */
  get length(): number {
    return this.entries.length;
  }

  /** Goes through a copy, so that requests meanwhile do no harm. */
  [Symbol.iterator](): Iterator<LoggedRequest> {
    return this.list()[Symbol.iterator]();
  }

  /** A copy of the list, of one operation if named. */
  list(operation?: string): LoggedRequest[] {
    return this.entries.filter(
      entry => operation === undefined || entry.operation === operation,
    );
  }

  /** Those that a test is interested in. */
  filter(wanted: (request: LoggedRequest) => boolean): LoggedRequest[] {
    return this.entries.filter(wanted);
  }

  /** Forgets all. */
  clear(): void {
    this.entries = [];
  }

  /** @internal */
  add(request: LoggedRequest): void {
    this.entries.push(request);
    // Cut rarely, so that each request does not pay for a copy.
    if (this.entries.length > 2 * limit) this.entries.splice(0, limit);
  }
}
