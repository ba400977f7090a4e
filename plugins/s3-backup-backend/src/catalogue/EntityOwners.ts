import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { isS3BackupAvailable } from '@understudy/backstage-plugin-s3-backup-common';

/** What the catalog says of a plan's entity. @internal */
export interface EntityOwner {
  found: boolean;
  ownerRef: string | null;
  annotated: boolean;
}

const lower = (ref: string) => ref.toLocaleLowerCase('en-US');

/**
 * Asks the catalog who owns entities, on the plugin's own behalf: owners
 * decide who sees a plan, so the answer must not depend on who happens to ask.
 * @internal
 */
export class EntityOwners {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;

  static create(options: {
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
  }): EntityOwners {
    return new EntityOwners(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
  }

  /**
   * Owners by entity ref. Undefined where the catalog could not be asked: then
   * what was known stays.
   */
  async of(refs: string[]): Promise<Map<string, EntityOwner> | undefined> {
    const wanted = [...new Set(refs.map(lower))];
    if (wanted.length === 0) return new Map();
    try {
      const { items } = await this.#catalog.getEntitiesByRefs(
        {
          entityRefs: wanted,
          fields: ['kind', 'metadata', 'relations'],
        },
        { credentials: await this.#auth.getOwnServiceCredentials() },
      );
      return new Map(
        wanted.map((ref, index) => {
          const entity = items[index];
          const owner = entity?.relations?.find(
            relation => relation.type === RELATION_OWNED_BY,
          );
          return [
            ref,
            {
              found: Boolean(entity),
              ownerRef: owner ? lower(owner.targetRef) : null,
              annotated: entity ? isS3BackupAvailable(entity) : false,
            },
          ];
        }),
      );
    } catch (error) {
      this.#logger.warn('The catalog could not be asked for owners', {
        reason: String(error),
      });
      return undefined;
    }
  }
}
