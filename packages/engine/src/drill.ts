import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DrillQuestion,
  Manifest,
  ManifestArtifact,
  Phase,
  Proof,
} from '@understudy/model';
import { readForUse } from './manifest/readBackup';
import type {
  ScratchPlace,
  SourceContext,
  SourceExecutor,
} from './source/contract';
import { assertScratch, LastAnswers } from './steps/assertScratch';
import { alsoTry, firstError } from './steps/firstError';
import { folderScratch } from './steps/folderScratch';
import { sourceError } from './steps/openSource';
import { progressOf } from './steps/progressOf';
import { isOfContent, ProofWriter } from './steps/proofWriter';
import { readOriginal, requireIdentity } from './steps/readArtifact';
import { readThrough } from './steps/readThrough';
import type { VerifyOrder } from './verify';

export type { Assertion, LastAnswers } from './steps/assertScratch';

/** @public */
export interface DrillOrder extends Omit<VerifyOrder, 'to' | 'executor'> {
  /** Of the drill, not of the backup: what it makes bears this name. */
  runId: string;
  executor: SourceExecutor;
  /** Options of a server for drills; undefined: none is configured. */
  server?: unknown;
  questions: DrillQuestion[];
  /** What the last good drill answered. */
  last: LastAnswers;
  /** For each question. */
  timeLimitMs: number;
  onPhase?(phase: Phase): void;
}

/** @public */
export interface DrillResult {
  /** Of the rungs that were climbed, lowest first. */
  proofs: Proof[];
  /** Where it was restored to, in words. */
  place: string;
  /** From the first byte asked for to the last one restored: the measured RTO. */
  restoreMilliseconds: number;
  /** Of the plaintext. */
  bytes: number;
  /** Of the questions, by name; for the next drill. */
  answers: LastAnswers;
}

const storedOf = ({ name, mediaType, plain }: ManifestArtifact) => ({
  name,
  mediaType,
  bytes: plain.bytes,
});

/**
 * Restores a backup into a scratch place, compares what is there with the
 * manifest and with what the plan expects, and throws the place away, however
 * it went. Proves `restored` and, where there is something to compare,
 * `asserted`. A backup that does not come back gets a proof that says so; a
 * place that cannot be reached or is not fit proves nothing.
 * @throws UnderstudyError `drill-refused`, `assertion-failed`, …
 * @public
 */
export async function drillBackup(order: DrillOrder): Promise<DrillResult> {
  const { bucket, folder, signal, identities, tempDirectory } = order;
  const context: SourceContext = order;
  order.onPhase?.('prepare');
  let manifest: Manifest;
  let place: ScratchPlace;
  try {
    manifest = await readForUse(bucket, folder, { signal });
    requireIdentity(manifest.artifacts, identities);
    const directory = join(tempDirectory, 'drill');
    await mkdir(directory, { mode: 0o700 });
    const { executor, server } = order;
    const artifacts = manifest.artifacts.map(storedOf);
    place = executor.openScratch
      ? await executor.openScratch({ server, artifacts, directory }, context)
      : folderScratch(executor, directory, context);
  } catch (error) {
    throw firstError(sourceError(error), signal);
  }
  let result: DrillResult;
  try {
    result = await climb(order, manifest, place);
  } catch (error) {
    const first = firstError(error, signal);
    await alsoTry(first, () => place.discard());
    await place.close();
    throw first;
  }
  try {
    order.onPhase?.('finish');
    await place.discard();
  } finally {
    await place.close();
  }
  order.log('info', `${place.words}: thrown away.`);
  return result;
}

async function climb(
  order: DrillOrder,
  manifest: Manifest,
  place: ScratchPlace,
): Promise<DrillResult> {
  const proofs = ProofWriter.create({ ...order, manifest });
  const bytes = manifest.artifacts.reduce((sum, it) => sum + it.plain.bytes, 0);
  const started = Date.now();
  let restoreMilliseconds = 0;
  const restored = await proofs.rung(
    'restored',
    async () => {
      await restoreAll(order, manifest, place);
      restoreMilliseconds = Date.now() - started;
      return {
        place: place.words,
        source: {
          type: manifest.source.type,
          version: manifest.source.version,
        },
        tookMilliseconds: restoreMilliseconds,
        bytes,
        artifacts: manifest.artifacts.map(({ name, plain }) => ({
          name,
          bytes: plain.bytes,
          sha256: plain.sha256,
        })),
      };
    },
    started,
  );
  order.onPhase?.('check');
  const climbed = [restored];
  let answers: LastAnswers = {};
  const asked = Date.now();
  const asserted = await ask(order, manifest, place);
  if (asserted) {
    const outcome = asserted;
    const proven = await proofs.rung(
      'asserted',
      async () => {
        if ('error' in outcome) throw outcome.error;
        answers = outcome.found.answers;
        const rto = { restoreMilliseconds };
        return { place: place.words, ...rto, ...outcome.found };
      },
      asked,
    );
    climbed.push(proven);
  }
  const { words } = place;
  return { proofs: climbed, place: words, restoreMilliseconds, bytes, answers };
}

/** A failure is handed on, so that its proof can be written. */
async function ask(order: DrillOrder, manifest: Manifest, place: ScratchPlace) {
  const { questions, last, timeLimitMs } = order;
  try {
    const found = await assertScratch({
      place,
      manifest,
      questions,
      last,
      timeLimitMs,
    });
    return found && { found };
  } catch (error) {
    const first = firstError(sourceError(error), order.signal);
    if (isOfContent(first)) return { error: first };
    throw first;
  }
}

async function restoreAll(
  order: DrillOrder,
  { artifacts }: Manifest,
  place: ScratchPlace,
): Promise<void> {
  const { signal, onProgress, log } = order;
  const tell = progressOf(artifacts, onProgress);
  order.onPhase?.('write');
  for (const artifact of artifacts) {
    const { name, plain } = artifact;
    const options = { ...order, onProgress: tell.onProgress };
    const stream = readOriginal(artifact, options);
    try {
      await readThrough(stream, signal, () =>
        place.restore(storedOf(artifact), stream),
      );
    } catch (error) {
      throw firstError(sourceError(error), signal);
    }
    tell.done(artifact);
    log('info', `${name}: ${plain.bytes} bytes restored to ${place.words}.`);
  }
}
