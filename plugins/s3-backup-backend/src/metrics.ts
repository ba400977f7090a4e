import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { Run } from '@understudy/model';

/**
 * The plugin's instruments. Attributes have few values: names of plans and
 * destinations are among them, ids are not.
 * @internal
 */
export class Metrics {
  readonly #runs;
  readonly #seconds;
  readonly #bytes;
  readonly #pruned;

  static create(options: { metrics: MetricsService }): Metrics {
    return new Metrics(options.metrics);
  }

  private constructor(metrics: MetricsService) {
    this.#runs = metrics.createCounter('s3_backup.runs', {
      description: 'Runs that came to their end',
    });
    this.#seconds = metrics.createHistogram('s3_backup.run.duration', {
      description: 'How long runs took',
      unit: 's',
    });
    this.#bytes = metrics.createCounter('s3_backup.stored', {
      description: 'Bytes stored by backups',
      unit: 'By',
    });
    this.#pruned = metrics.createCounter('s3_backup.pruned', {
      description: 'Backups that retention deleted',
    });
  }

  ended(run: Run): void {
    const deleted = Number(run.result?.deleted ?? 0);
    if (run.kind === 'prune' && deleted > 0) {
      this.#pruned.add(deleted, { plan: run.plan });
    }
    const attributes = {
      kind: run.kind,
      status: run.status,
      plan: run.plan,
      trigger: run.trigger.type,
      ...(run.error ? { code: run.error.code } : {}),
    };
    this.#runs.add(run.count || 1, attributes);
    if (run.startedAt && run.finishedAt) {
      this.#seconds.record(
        (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000,
        { kind: run.kind, status: run.status },
      );
    }
    if (run.kind === 'backup' && run.bytesStored) {
      this.#bytes.add(run.bytesStored, {
        plan: run.plan,
        ...(run.destination ? { destination: run.destination } : {}),
      });
    }
  }
}
