import { readBackup } from '@understudy/engine';
import { byHand, Manifest, Proof } from '@understudy/model';
import { Console } from '../console';
import { findBackup } from '../findBackup';
import { instant, plain, size, stateOf, table } from '../format';
import { Flags } from '../options';
import { openPlace } from '../place';
import { UsageError } from '../usage';

function head(id: string, manifest: Manifest, deleting: boolean): string {
  const { source } = manifest;
  const rows = [
    ['Backup', id],
    ['Plan', manifest.plan],
    ['Entity', manifest.entityRef ?? '(portal)'],
    ['Source', [source.type, source.version].filter(Boolean).join(' ')],
    ['Taken', instant(manifest.finishedAt)],
    ['Run', `${manifest.runId}, attempt ${manifest.attempt}`],
    ['State', stateOf(manifest, deleting)],
  ];
  return table(rows.map(row => row.map(plain)));
}

function counts({ counts: { rows, files } }: Manifest): string {
  const lines = Object.entries(rows ?? {}).map(([name, count]) => [
    `  ${plain(name)}`,
    `${count} rows`,
  ]);
  if (files !== null) lines.push(['  files', String(files)]);
  return lines.length > 0 ? `\nHolds\n${table(lines)}` : '';
}

function artifacts(manifest: Manifest): string {
  return `\nArtifacts\n${table(
    manifest.artifacts.map(({ name, plain: original, stored, pack }) => [
      `  ${name}`,
      size(original.bytes),
      `stored ${size(stored.bytes)}`,
      pack.join(' + ') || 'as it is',
    ]),
  )}`;
}

function gaps({ gaps: named, gapsTotal }: Manifest): string {
  if (gapsTotal === 0) return '';
  const shown = named.slice(0, 20);
  const lines = shown.map(({ kind, path, reason }) =>
    plain(`  ${kind}: ${path}: ${reason}`),
  );
  const more = gapsTotal - shown.length;
  if (more > 0) lines.push(`  and ${more} more`);
  return `\nGaps\n${lines.join('\n')}\n`;
}

function proofs(all: Proof[]): string {
  if (all.length === 0) return '\nProofs\n  none yet\n';
  const lines = all.map(({ rung, ok, at, by }) => [
    `  ${rung}`,
    ok ? 'proven' : 'FAILED',
    instant(at),
    plain(by),
  ]);
  return `\nProofs\n${table(lines)}`;
}

/** `understudy show BACKUP` */
export async function show(
  words: string[],
  flags: Flags,
  console: Console,
): Promise<number> {
  if (words.length !== 1) throw new UsageError('show which backup?');
  const bucket = await openPlace(flags, console);
  try {
    const { id, folder } = await findBackup(bucket, words[0], flags);
    const {
      manifest,
      deleting,
      proofs: known,
    } = await readBackup(bucket, folder);
    const lines = manifest.restore.map(line =>
      byHand(line, {
        bucket: bucket.bucket,
        folderKey: bucket.key(folder),
        endpoint: bucket.connection.endpoint,
      }),
    );
    if (flags.json) {
      const all = { id, deleting, manifest, proofs: known, restore: lines };
      console.out(`${JSON.stringify(all, null, 2)}\n`);
      return 0;
    }
    console.out(head(id, manifest, deleting));
    console.out(counts(manifest) + artifacts(manifest) + gaps(manifest));
    console.out(proofs(known));
    const byHandLines = lines.map(line => `  ${plain(line)}\n`).join('');
    console.out(`\nBy hand (key.txt is the age identity)\n${byHandLines}`);
    return 0;
  } finally {
    bucket.close();
  }
}
