import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VirtualClock } from './clock';
import { advance } from './lifecycle/advance';
import { Faults } from './faults';
import { type LocalS3Options, parseOptions } from './options';
import { RequestLog } from './requestLog';
import { createListener } from './server';
import { ALL_BLOCKED } from './store/bucketRecord';
import { Store } from './store/store';
import { Users } from './users';

/** Twice the largest key, percent-encoded, and all metadata fit. */
const maxHeaderSize = 64 * 1024;

/**
 * A small S3 endpoint over a folder, for development and tests.
 *
 * @public
 */
export class LocalS3 {
  /** Where it listens: a URL without a path. */
  readonly endpoint: string;
  /** The port, also where a free one was taken. */
  readonly port: number;
  /** The region that signatures must name. */
  readonly region: string;
  /** What shall go wrong; nothing at first. */
  readonly faults: Faults;
  /** What was asked so far. */
  readonly requests: RequestLog;
  /**
   * Moves the time that objects live in ahead: locks end, archived objects come
   * back, and what lifecycle rules ask for by then is done when this resolves.
   * Signatures go by the clock that is not moved.
   */
  readonly advance: (ms: number) => Promise<void>;
  /** Who may sign requests; may change at any time. */
  readonly users: Users;

  /** Opens the folder and listens. */
  static async start(options: LocalS3Options): Promise<LocalS3> {
    const settings = parseOptions(options);
    const clock = VirtualClock.create(settings.now);
    const store = await Store.open({ ...settings, now: () => clock.now() });
    try {
      for (const bucket of settings.buckets) {
        await store.createBucket(bucket.name, clock.now(), {
          region: bucket.region,
          ownership: bucket.ownership,
          ...((bucket.versioning || bucket.objectLock) && {
            versioning: 'Enabled',
          }),
          ...(bucket.objectLock && { objectLock: {} }),
          ...(bucket.blockPublicAccess && {
            publicAccessBlock: ALL_BLOCKED,
          }),
        });
      }
      const faults = Faults.create();
      const requests = RequestLog.create();
      const users = Users.create(settings.users);
      const parts = { settings, store, users, clock, faults, requests };
      const server = createServer(
        {
          maxHeaderSize,
          // An upload may take hours, and clients keep connections for long.
          requestTimeout: 0,
          keepAliveTimeout: 75_000,
          noDelay: true,
          highWaterMark: 256 * 1024,
        },
        createListener(parts, false),
      );
      server.on('checkContinue', createListener(parts, true));
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(settings.port, settings.host, resolve);
      });
      return new LocalS3({ ...parts, server });
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private readonly server: Server;
  private readonly store: Store;
  private stopping?: Promise<void>;

  private constructor(options: {
    settings: { host: string; region: string };
    server: Server;
    store: Store;
    faults: Faults;
    requests: RequestLog;
    users: Users;
    clock: VirtualClock;
  }) {
    const { settings, server, store, faults, requests } = options;
    this.server = server;
    this.store = store;
    this.faults = faults;
    this.requests = requests;
    this.users = options.users;
    this.advance = ms => advance(options, ms);
    this.region = settings.region;
    this.port = (server.address() as AddressInfo).port;
    const host = settings.host.includes(':')
      ? `[${settings.host}]`
      : settings.host;
    this.endpoint = `http://${host}:${this.port}`;
  }

  /** Ends all connections and lets go of the folder. What was answered is stored. */
  stop(): Promise<void> {
    this.stopping ??= new Promise<void>((resolve, reject) => {
      this.server.close(error => (error ? reject(error) : resolve()));
      this.server.closeAllConnections();
    }).finally(() => this.store.close());
    return this.stopping;
  }
}
