import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Advice,
  awsHelp,
  Bucket,
  bucketAdvice,
  bucketSettings,
  commandOf,
  HelpedDestination,
  openBucket,
  setUpBucket,
} from '@understudy/engine';
import type {
  AdviceApply,
  AwsDocuments,
  BucketAdvice,
} from '@understudy/backstage-plugin-s3-backup-common';
import type {
  DestinationCatalogue,
  KnownDestinationEntry,
} from '../../catalogue/DestinationCatalogue';
import type { CallOptions } from '../caller';

/** Help with what lies around a destination. @internal */
export interface HelpService {
  /** Least rights, bucket policy, lifecycle rules, alarms. */
  policies(name: string, options: CallOptions): Promise<AwsDocuments>;
  advice(name: string, options: CallOptions): Promise<BucketAdvice>;
  apply(
    name: string,
    wanted: AdviceApply,
    options: CallOptions,
  ): Promise<BucketAdvice>;
}

interface Options {
  destinations: DestinationCatalogue;
}

/** @internal */
export class DefaultHelpService implements HelpService {
  readonly #options: Options;

  static create(options: Options): DefaultHelpService {
    return new DefaultHelpService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #entry(name: string): Promise<KnownDestinationEntry> {
    const entry = await this.#options.destinations.get(name);
    if (!entry) throw new NotFoundError(`There is no destination ${name}`);
    return entry;
  }

  async #helped(entry: KnownDestinationEntry): Promise<HelpedDestination> {
    const { profile } = await this.#options.destinations.facts(entry);
    return { ...entry.settings, profile };
  }

  async policies(name: string): Promise<AwsDocuments> {
    return { items: awsHelp(await this.#helped(await this.#entry(name))) };
  }

  async #within<T>(
    name: string,
    work: (bucket: Bucket, destination: HelpedDestination) => Promise<T>,
  ): Promise<T> {
    const { destinations } = this.#options;
    const entry = await this.#entry(name);
    const bucket = openBucket(await destinations.connection(entry));
    try {
      return await work(bucket, await this.#helped(entry));
    } finally {
      bucket.close();
    }
  }

  async advice(name: string): Promise<BucketAdvice> {
    return this.#within(name, look);
  }

  /** Only the very call that was shown: the bucket may have changed since. */
  async apply(name: string, wanted: AdviceApply): Promise<BucketAdvice> {
    return this.#within(name, async (bucket, destination) => {
      const settings = await bucketSettings(bucket);
      const all = bucketAdvice(destination, settings);
      const call = all.find(({ id }) => id === wanted.id)?.call;
      if (!call || commandOf(destination, call) !== wanted.call) {
        throw new ConflictError(
          'The bucket or the destination has changed since this call was shown. Look at it again.',
        );
      }
      await setUpBucket(bucket, call);
      return look(bucket, destination);
    });
  }
}

async function look(
  bucket: Bucket,
  destination: HelpedDestination,
): Promise<BucketAdvice> {
  const settings = await bucketSettings(bucket);
  const shown = ({ id, state, call }: Advice) => ({
    id,
    state,
    call: call && commandOf(destination, call),
  });
  return { items: bucketAdvice(destination, settings).map(shown) };
}
