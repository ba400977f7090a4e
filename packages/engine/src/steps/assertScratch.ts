import {
  DrillQuestion,
  Expectation,
  Manifest,
  UnderstudyError,
} from '@understudy/model';
import type { ScratchPlace } from '../source/contract';

/**
 * What the last good drill of a plan got, by the question's name.
 * @public
 */
export type LastAnswers = Record<string, number>;

/**
 * One thing that was compared.
 * @public
 */
export interface Assertion {
  /** `rows`, `files`, or the name of a question. */
  name: string;
  sql?: string;
  expected: string;
  got: string | number | null;
  ok: boolean;
}

/** Named in evidence: the differing ones, and so many in all. */
const TABLES_NAMED = 50;

/** What a question asks for, as a sentence. */
function wordsOf(expect: Expectation, last: number | undefined): string {
  const { equals, atLeast, atMost, atLeastOfLast } = expect;
  return [
    ...(equals === undefined ? [] : [`= ${equals}`]),
    ...(atLeast === undefined ? [] : [`>= ${atLeast}`]),
    ...(atMost === undefined ? [] : [`<= ${atMost}`]),
    ...(atLeastOfLast === undefined
      ? []
      : [`>= ${atLeastOfLast} x last (${last ?? 'none yet'})`]),
  ].join(' and ');
}

/** Whether an answer is the expected one. Pure. */
export function meets(
  expect: Expectation,
  got: string | null,
  last: number | undefined,
): boolean {
  if (got === null) return false;
  const { equals, atLeast, atMost, atLeastOfLast } = expect;
  const number = got.trim() === '' ? NaN : Number(got);
  const same =
    equals === undefined ||
    (typeof equals === 'number' ? number === equals : got === equals);
  return (
    same &&
    (atLeast === undefined || number >= atLeast) &&
    (atMost === undefined || number <= atMost) &&
    (atLeastOfLast === undefined ||
      (last === undefined
        ? !Number.isNaN(number)
        : number >= atLeastOfLast * last))
  );
}

async function assertCounts(
  place: ScratchPlace,
  { counts, gapsTotal }: Manifest,
): Promise<{ found: Assertion[]; tables: number }> {
  const found: Assertion[] = [];
  let tables = 0;
  if (counts.rows && place.countRows) {
    const now = await place.countRows(Object.keys(counts.rows));
    const known = Object.entries(now);
    tables = known.length;
    const differing = known.filter(([name, n]) => n !== counts.rows![name]);
    if (tables > 0 && differing.length === 0) {
      const sum = known.reduce((total, [, n]) => total + (n ?? 0), 0);
      const expected = `${sum} rows in ${tables} tables`;
      found.push({ name: 'rows', expected, got: expected, ok: true });
    }
    for (const [name, got] of differing.slice(0, TABLES_NAMED)) {
      const expected = `= ${counts.rows[name]}`;
      found.push({ name: `rows of ${name}`, expected, got, ok: false });
    }
  }
  if (counts.files !== null && place.countFiles) {
    const got = await place.countFiles();
    // Where files were left out, the archive says how many it holds.
    const ok = got === counts.files;
    const expected = `= ${counts.files}${gapsTotal > 0 ? ' (has gaps)' : ''}`;
    found.push({ name: 'files', expected, got, ok });
  }
  return { found, tables };
}

/**
 * Compares what was restored with the manifest's counts, and asks the plan's
 * questions. Undefined where there is nothing to compare.
 * @throws `assertion-failed`, with all that was found in its details
 */
export async function assertScratch(options: {
  place: ScratchPlace;
  manifest: Manifest;
  questions: DrillQuestion[];
  last: LastAnswers;
  timeLimitMs: number;
}): Promise<
  { assertions: Assertion[]; answers: LastAnswers; tables: number } | undefined
> {
  const { place, manifest, questions, last, timeLimitMs } = options;
  const { found, tables } = await assertCounts(place, manifest);
  const answers: LastAnswers = {};
  for (const { name, sql, artifact, expect } of questions) {
    const before = last[name];
    let got: string | null = null;
    let failure: string | undefined;
    try {
      if (!place.ask) throw new Error('Backups of this type answer no SQL.');
      got = await place.ask({ sql, artifact, timeLimitMs });
    } catch (error) {
      const problem = UnderstudyError.from(error);
      // The way to the server broke: that says nothing of the backup.
      if (/^net-|^cancelled|^stalled|^time-limit/.test(problem.code)) {
        throw error;
      }
      failure = problem.code === 'defect' ? String(error) : problem.message;
    }
    const number = Number(got);
    if (got !== null && Number.isFinite(number)) answers[name] = number;
    found.push({
      name,
      sql,
      expected: wordsOf(expect, before),
      got: failure ?? got,
      ok: failure === undefined && meets(expect, got, before),
    });
  }
  if (found.length === 0) return undefined;
  const evidence = { assertions: found, answers, tables };
  const wrong = found.filter(({ ok }) => !ok);
  if (wrong.length === 0) return evidence;
  const [{ name, expected, got }] = wrong;
  const more = wrong.length > 1 ? ` ${wrong.length - 1} more differ.` : '';
  throw new UnderstudyError('assertion-failed', {
    seen: `${name}: expected ${expected}, got ${got ?? 'nothing'}.${more}`,
    evidence,
  });
}
