import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Builds the engine's process as an installed portal runs it: plain JavaScript
 * of ours, packages of others as they are. It lies below `test/results`, so
 * that those are found.
 */
export async function buildEngineProcess(): Promise<string> {
  const outfile = join(__dirname, '../../results/engineProcess.cjs');
  await build({
    entryPoints: [join(__dirname, 'engineProcess.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'warning',
    plugins: [
      {
        name: 'others-stay-outside',
        setup(builder) {
          builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@understudy/')
              ? undefined
              : { path, external: true },
          );
        },
      },
    ],
  });
  return outfile;
}
