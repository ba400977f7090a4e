import {
  Bucket,
  checkUp,
  HelpedDestination,
  leastPolicy,
  openBucket,
  Policy,
  RightsRole,
} from '@understudy/engine';
import type { DestinationConnection } from '@understudy/model';
import { FOLLOWS, Life } from './Life';

type Keys = { accessKeyId: string; secretAccessKey: string };
type Outcomes = Record<string, string>;

/** Who has keys of its own where others delete and restore. */
export const APART = ['writer', 'pruner', 'restorer'] as const;

/**
 * Lives the life of a destination with the keys of users that have its least
 * policies, whole or without one action.
 */
export class LeastRights {
  readonly #opened: Bucket[] = [];
  #life!: Life;
  #helped!: HelpedDestination;

  static async create(options: {
    /** With all rights. */
    connection: DestinationConnection;
    /** Deleting and restoring are done by others. */
    apart?: boolean;
    /** Makes, or changes, who may do exactly this. */
    grant(role: RightsRole, policy: Policy): Promise<Keys>;
  }): Promise<LeastRights> {
    const made = new LeastRights(options);
    await made.#begin();
    return made;
  }

  private constructor(
    private readonly options: {
      connection: DestinationConnection;
      apart?: boolean;
      grant(role: RightsRole, policy: Policy): Promise<Keys>;
    },
  ) {}

  async #begin(): Promise<void> {
    const { connection, apart } = this.options;
    const { credentials } = connection;
    const admin = this.#open({});
    admin.profile = (await checkUp(admin)).profile;
    this.#life = await Life.create({ admin });
    this.#helped = {
      ...connection,
      profile: admin.profile,
      ...(apart && {
        pruneCredentials: credentials,
        restoreCredentials: credentials,
      }),
    };
  }

  #open(change: Partial<DestinationConnection>): Bucket {
    const { connection } = this.options;
    const bucket = openBucket({ ...connection, ...change });
    bucket.profile = this.#helped?.profile ? this.#opened[0].profile : null;
    this.#opened.push(bucket);
    return bucket;
  }

  get roles(): readonly RightsRole[] {
    return this.options.apart ? APART : ['writer'];
  }

  /** All actions of a role's policy. */
  actions(role: RightsRole): string[] {
    return leastPolicy(this.#helped, role).Statement.flatMap(
      ({ Action }) => Action,
    );
  }

  /** Outcomes of all steps; one role may lack an action. */
  async outcomes(lacks?: {
    role: RightsRole;
    action: string;
  }): Promise<Outcomes> {
    const keysOf = async (role: RightsRole) => {
      const { Version, Statement } = leastPolicy(this.#helped, role);
      const granted = Statement.map(each => ({
        ...each,
        Action: each.Action.filter(
          action => role !== lacks?.role || action !== lacks.action,
        ),
      })).filter(({ Action }) => Action.length > 0);
      const keys = await this.options.grant(role, {
        Version,
        Statement: granted,
      });
      return { type: 'keys' as const, ...keys };
    };
    const credentials = await keysOf('writer');
    if (!this.options.apart) return this.#life.of(this.#open({ credentials }));
    const pruneCredentials = await keysOf('pruner');
    const restoreCredentials = await keysOf('restorer');
    return this.#life.of(
      this.#open({ credentials, pruneCredentials, restoreCredentials }),
      {
        pruner: this.#open({ credentials: pruneCredentials }),
        restorer: this.#open({ credentials: restoreCredentials }),
      },
    );
  }

  async close(): Promise<void> {
    for (const bucket of this.#opened) bucket.close();
    await this.#life?.close();
  }
}

/** Steps that went another way, but for those that were not tried because of one. */
export function lostSteps(all: Outcomes, less: Outcomes): string[] {
  return Object.keys(all).filter(
    step => less[step] !== all[step] && less[step] !== FOLLOWS,
  );
}
