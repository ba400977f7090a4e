import { InputError, NotFoundError } from '@backstage/errors';
import type {
  DeadUploads,
  Growth,
  ObjectDetail,
  ObjectList,
  ObjectQuery,
  ObjectsDelete,
  ObjectsDeleted,
} from '@understudy/backstage-plugin-s3-backup-common';
import {
  Bucket,
  claimPrefix,
  publicKeyOf,
  classifyKey,
  deleteLeftovers,
  describeObject,
  entityFolder,
  openBucket,
  whyItStays,
} from '@understudy/engine';
import type { ConnectionUse, Run } from '@understudy/model';
import { connectionFor } from '@understudy/model';
import type {
  DestinationCatalogue,
  KnownDestinationEntry,
} from '../../catalogue/DestinationCatalogue';
import type { FirstContact } from '../../catalogue/FirstContact';
import type { PortalSettings } from '../../catalogue/PortalSettings';
import type { BackupStore } from '../../database/backups/BackupStore';
import type { Announcer } from '../../notify/Announcer';
import type { RunQueue } from '../../queue/RunQueue';
import type { WorkOrders } from '../../runner/ports';
import { CallOptions, callerOf } from '../caller';
import { BackupsOfKeys } from './BackupsOfKeys';
import { deadUploads, pageOfObjects } from './pages';
import { totalsOf } from './totals';

/** What may be asked of what stands in a bucket. @internal */
export interface ExplorerService {
  objects(
    name: string,
    query: ObjectQuery,
    options: CallOptions,
  ): Promise<ObjectList>;
  object(
    name: string,
    key: string,
    options: CallOptions,
  ): Promise<ObjectDetail>;
  uploads(name: string, options: CallOptions): Promise<DeadUploads>;
  growth(name: string, options: CallOptions): Promise<Growth>;
  deleteObjects(
    name: string,
    request: ObjectsDelete,
    options: CallOptions,
  ): Promise<ObjectsDeleted>;
  rebuild(
    name: string,
    request: { dryRun: boolean },
    options: CallOptions,
  ): Promise<Run>;
  adopt(name: string, confirm: string, options: CallOptions): Promise<Run>;
}

interface Options {
  destinations: DestinationCatalogue;
  settings: PortalSettings;
  contact: FirstContact;
  orders: WorkOrders;
  backups: BackupStore;
  queue: RunQueue;
  announcer: Announcer;
}

/** @internal */
export class DefaultExplorerService implements ExplorerService {
  readonly #options: Options;

  static create(options: Options): DefaultExplorerService {
    return new DefaultExplorerService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #entry(name: string): Promise<KnownDestinationEntry> {
    const entry = await this.#options.destinations.get(name);
    if (!entry) throw new NotFoundError(`There is no destination ${name}`);
    return entry;
  }

  /** Looks need no claim: what belongs to others may be looked at, too. */
  async #within<T>(
    name: string,
    work: (bucket: Bucket, entry: KnownDestinationEntry) => Promise<T>,
    use: ConnectionUse = 'write',
  ): Promise<T> {
    const { destinations } = this.#options;
    const entry = await this.#entry(name);
    const connection = await destinations.connection(entry);
    const bucket = openBucket(connectionFor(connection, use), {
      profile: (await destinations.facts(entry)).profile,
    });
    try {
      return await work(bucket, entry);
    } finally {
      bucket.close();
    }
  }

  async objects(name: string, query: ObjectQuery): Promise<ObjectList> {
    return this.#within(name, async (bucket, entry) =>
      pageOfObjects(bucket, await this.#backupsOf(entry), query),
    );
  }

  async #backupsOf(entry: KnownDestinationEntry): Promise<BackupsOfKeys> {
    const { destinations, backups } = this.#options;
    const { owner } = await destinations.facts(entry);
    return BackupsOfKeys.create({ backups, owner: owner?.owner ?? null });
  }

  async object(name: string, key: string): Promise<ObjectDetail> {
    return this.#within(name, async (bucket, entry) => {
      const found = await describeObject(bucket, bucket.key(key));
      if (!found) throw new NotFoundError(`There is no object ${key}`);
      const { modified, lock, ...told } = found;
      const stays = await whyItStays(bucket, key);
      // Gone since it was described.
      if (stays === 'gone')
        throw new NotFoundError(`There is no object ${key}`);
      const known = await this.#backupsOf(entry);
      const leftover = stays === null;
      const [item] = await known.complete([
        { ...told, ...classifyKey(key), key, modified, leftover },
      ]);
      return {
        ...item,
        ...told,
        lock: lock && {
          mode: lock.mode,
          until: lock.until?.toISOString() ?? null,
        },
        stays,
      };
    });
  }

  async uploads(name: string): Promise<DeadUploads> {
    return this.#within(name, deadUploads);
  }

  async growth(name: string): Promise<Growth> {
    await this.#entry(name);
    const { backups } = this.#options;
    const [days, all] = await Promise.all([
      backups.growth(name),
      backups.places(),
    ]);
    const here = all.filter(({ destination }) => destination === name);
    return {
      places: here.map(({ plan, entityRef }) => ({
        plan,
        entityRef,
        folder: entityFolder(entityRef, plan),
      })),
      asOf: new Date().toISOString(),
      plans: totalsOf(days),
      days: days.map(({ date, plan, bytes }) => ({ date, plan, bytes })),
    };
  }

  async deleteObjects(name: string, request: ObjectsDelete) {
    confirmed(name, request.confirm);
    const { contact } = this.#options;
    return this.#within(
      name,
      async (bucket, entry) => {
        const { owner, instance, epoch } = await contact.owner(entry);
        const own = { owner, instance, epoch };
        return deleteLeftovers(bucket, { owner: own, keys: request.keys });
      },
      'prune',
    );
  }

  async rebuild(
    name: string,
    { dryRun }: { dryRun: boolean },
    { credentials }: CallOptions,
  ): Promise<Run> {
    const { settings } = await this.#entry(name);
    return this.#options.queue.enqueue({
      kind: 'rebuild',
      // Of all plans, so of none.
      plan: '',
      planTitle: settings.title ?? settings.name,
      entityRef: null,
      ownerRef: null,
      trigger: callerOf(credentials),
      destination: name,
      request: { kind: 'rebuild', dryRun },
    });
  }

  async adopt(name: string, confirm: string, options: CallOptions) {
    confirmed(name, confirm);
    const { destinations, settings, contact, orders, announcer } =
      this.#options;
    await this.#within(name, async (bucket, entry) => {
      const signingKey = await orders.signingKey();
      const owner = await claimPrefix(bucket, {
        publicKey: signingKey && publicKeyOf(signingKey),
        instance: await settings.instance(),
        baseUrl: orders.baseUrl(),
        adopt: true,
      });
      await destinations.learn(entry, { owner });
      contact.forget(entry);
    });
    announcer.changed('destinations');
    return this.rebuild(name, { dryRun: false }, options);
  }
}

function confirmed(name: string, confirm: string): void {
  if (confirm !== name) {
    throw new InputError(
      `confirm must be the name of the destination, ${name}`,
    );
  }
}
