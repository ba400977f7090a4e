import type { Effects } from '../faults';
import type { Authority } from '../auth/authority';
import type { Settings } from '../options';
import type { Store } from '../store/store';
import type { User } from '../users';
import type { Body } from './body';
import type { S3Request } from './request';

/** All that an operation may look at. */
export interface Call extends Authority {
  readonly request: S3Request;
  readonly user: User;
  readonly body: Body;
  readonly store: Store;
  readonly settings: Settings;
  readonly effects: Effects;
  /** Milliseconds of the virtual clock, the same throughout the call. */
  readonly now: number;
}

/** What an operation answers; the server sends it. */
export interface Answer {
  status: number;
  headers?: Record<string, string | undefined>;
  xml?: string;
  stream?: AsyncIterable<Buffer>;
  /** Bytes of the stream; for HEAD, those that GET would send. */
  length?: number;
}

export interface Operation {
  /** As the AWS API calls it; faults and the request log use it. */
  readonly name: string;
  readonly writes: boolean;
  run(call: Call): Promise<Answer>;
}
