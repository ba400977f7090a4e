import {
  Manifest,
  MANIFEST_FORMAT,
  MANIFEST_VERSION,
  ManifestArtifact,
  manifestSchema,
  UnderstudyError,
} from '@understudy/model';
import type { ObjectLock } from '../storage/keptAs';
import { restoreLine } from '../manifest/restoreLine';
import type { OpenedSource, SourceOutcome } from '../source/contract';

/** The manifest of a finished attempt. */
export function draftManifest(options: {
  owner: string;
  destination: string;
  run: {
    id: string;
    attempt: number;
    plan: string;
    entityRef: string | null;
    slot: string | null;
    startedAt: string;
  };
  sourceType: string;
  source: Pick<OpenedSource, 'version' | 'tools'>;
  outcome: SourceOutcome;
  artifacts: ManifestArtifact[];
  /** Default: now. */
  finishedAt?: Date;
  lock?: ObjectLock;
  /** The store wants the customer's key to read. */
  keyed: boolean;
}): Manifest {
  const { run, source, outcome, artifacts, lock, keyed } = options;
  const finishedAt = options.finishedAt ?? new Date();
  const draft: Manifest = {
    format: MANIFEST_FORMAT,
    version: MANIFEST_VERSION,
    owner: options.owner,
    runId: run.id,
    attempt: run.attempt,
    plan: run.plan,
    entityRef: run.entityRef,
    source: {
      type: options.sourceType,
      version: source.version,
      tools: source.tools,
      ...(outcome.notes?.length ? { notes: outcome.notes } : {}),
    },
    slot: run.slot,
    startedAt: run.startedAt,
    finishedAt: finishedAt.toISOString(),
    destination: options.destination,
    layout: 'objects',
    complete: outcome.gapsTotal === 0,
    gaps: outcome.gaps.slice(0, 1000),
    gapsTotal: outcome.gapsTotal,
    counts: outcome.counts,
    artifacts,
    restore: artifacts.map(({ name, key, pack }) =>
      restoreLine(name, key, pack, keyed),
    ),
    ...(lock ? { objectLock: lock } : {}),
    copiedFrom: null,
    replaces: null,
  };
  // What could not be read back must not be written.
  const checked = manifestSchema.safeParse(draft);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new UnderstudyError('defect', {
    seen: `The manifest would be unreadable: ${issue.path.join('.')}: ${
      issue.message
    }`,
  });
}
