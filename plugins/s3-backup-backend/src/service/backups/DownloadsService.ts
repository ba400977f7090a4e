import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { connectionFor, UnderstudyError } from '@understudy/model';
import { createHash, randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { finished, Readable } from 'node:stream';
import type { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import type { KeyCatalogue } from '../../catalogue/KeyCatalogue';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { Ticket, TicketsStore } from '../../database/TicketsStore';
import type { WorkOrders } from '../../runner/ports';
import { fetchArtifact } from '../../download/fetchArtifact';
import { CallOptions, callerOf } from '../caller';
import type { Readability } from './Readability';

/** Time between asking for a download and beginning it. */
const LIFETIME = 60_000;

/** Each is a process of its own. */
const AT_ONCE = 4;

/** @internal */
export interface Download {
  fileName: string;
  bytes: number;
  stream: Readable;
}

/** What may be asked of downloads. @internal */
export interface DownloadsService {
  /** A single-use ticket, given out once. */
  ticket(
    id: string,
    artifact: string,
    form: 'stored' | 'original',
    options: CallOptions,
  ): Promise<string>;
  /** Takes a ticket back and opens what it is for. */
  open(
    ticket: string,
    signal: AbortSignal,
  ): Promise<Download & { userRef: string; backup: KnownBackup }>;
}

interface Options {
  tickets: TicketsStore;
  backups: BackupStore;
  destinations: DestinationCatalogue;
  keys: KeyCatalogue;
  readability: Readability;
  orders: WorkOrders;
  /** Of forked processes, for tests. */
  execArgv?: string[];
}

const hashOf = (ticket: string) =>
  createHash('sha256').update(ticket).digest('hex');

/** @internal */
export class DefaultDownloadsService implements DownloadsService {
  readonly #options: Options;
  /** Of this process alone: it is this machine that must not slow down. */
  #active = 0;

  static create(options: Options): DefaultDownloadsService {
    return new DefaultDownloadsService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #artifact(id: string, name: string) {
    const backup = await this.#options.backups.get(id);
    if (!backup) throw new NotFoundError(`There is no backup ${id}`);
    const { artifacts } = backup.manifest;
    const artifact = artifacts.find(each => each.name === name);
    if (!artifact) {
      throw new UnderstudyError('artifact-missing', {
        name,
        names: artifacts.map(each => each.name),
      });
    }
    return { backup, artifact };
  }

  async ticket(
    id: string,
    artifact: string,
    form: 'stored' | 'original',
    { credentials }: CallOptions,
  ): Promise<string> {
    const { tickets, readability } = this.#options;
    const found = await this.#artifact(id, artifact);
    if (form === 'original') await readability.demand(found.backup);
    const ticket = randomBytes(32).toString('base64url');
    await tickets.insert(
      hashOf(ticket),
      { userRef: callerOf(credentials).by, backupId: id, artifact, form },
      new Date(Date.now() + LIFETIME).toISOString(),
    );
    return ticket;
  }

  async open(ticket: string, signal: AbortSignal) {
    const taken = await this.#options.tickets.take(
      hashOf(ticket),
      new Date().toISOString(),
    );
    if (!taken) throw new NotFoundError('This link was used, or is too old');
    return { userRef: taken.userRef, ...(await this.#stream(taken, signal)) };
  }

  async #stream(ticket: Ticket, signal: AbortSignal) {
    const { destinations, keys, orders, execArgv } = this.#options;
    const { form } = ticket;
    const { backup, artifact } = await this.#artifact(
      ticket.backupId,
      ticket.artifact,
    );
    if (this.#active >= AT_ONCE) {
      throw new ServiceUnavailableError(
        'Too many downloads run now. Try again soon.',
      );
    }
    const entry = await destinations.get(backup.destination);
    if (!entry) {
      throw new UnderstudyError('destination-gone', {
        destination: backup.destination,
      });
    }
    const order = {
      connection: connectionFor(
        await destinations.connection(entry),
        'restore',
      ),
      profile: (await destinations.facts(entry)).profile,
      folder: backup.folder,
      manifest: backup.manifest,
      artifact: artifact.name,
      form,
      identities: form === 'original' ? await keys.identities() : [],
    };
    this.#active += 1;
    const stream = fetchArtifact(order, {
      tempDirectory: orders.tempDirectory(),
      signal,
      execArgv,
    });
    finished(stream, () => {
      this.#active -= 1;
    });
    const original = form === 'original';
    return {
      backup,
      stream,
      fileName: original ? artifact.name : basename(artifact.key),
      bytes: original ? artifact.plain.bytes : artifact.stored.bytes,
    };
  }
}
