import { ConflictError } from '@backstage/errors';
import type { S3BackupSourcesExtensionPoint } from '@understudy/backstage-plugin-s3-backup-node';
import type { SourceType } from '@understudy/engine';

/** The source types of this portal: ours, and what modules add. @internal */
export class SourceTypes implements S3BackupSourcesExtensionPoint {
  readonly #types = new Map<string, SourceType>();

  static create(options: { own: SourceType[] }): SourceTypes {
    const types = new SourceTypes();
    for (const type of options.own) types.addSourceType(type);
    return types;
  }

  private constructor() {}

  addSourceType<TOptions>(type: SourceType<TOptions>): void {
    if (this.#types.has(type.type)) {
      throw new ConflictError(`Source type ${type.type} exists already`);
    }
    this.#types.set(type.type, type as SourceType);
  }

  get(type: string): SourceType | undefined {
    return this.#types.get(type);
  }

  /** Whether such a source holds credentials of others. */
  isSensitive(source: {
    type: string;
    options: Record<string, unknown>;
  }): boolean {
    const type = this.get(source.type);
    return (
      type?.sensitive === true || type?.sensitiveWith?.(source.options) === true
    );
  }

  list(): SourceType[] {
    return [...this.#types.values()];
  }
}
