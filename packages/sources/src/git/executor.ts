import {
  ChildTool,
  OpenedSource,
  ProvenOutput,
  provenOutput,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { ArtifactNames } from '../shared/artifactNames';
import { optionsOf } from '../shared/optionsOf';
import { writeArtifact } from '../shared/writeArtifact';
import { BundleWalk } from './BundleWalk';
import { GitTool } from './GitTool';
import { GitOptions, gitOptionsSchema } from './options';

const MEDIA_TYPE = 'application/x-git-bundle';

/** `orders` of `https://github.com/acme/orders.git`. */
function nameOf(url: string): string {
  const path = new URL(url).pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  const last = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  return ArtifactNames.create().next(last || 'repository', '.bundle');
}

/** What is no part of a repository, though its files need it. */
async function notesOf(git: GitTool): Promise<string[]> {
  const attributes = await git
    .run([`--git-dir=${git.folder}`, 'show', 'HEAD:.gitattributes'])
    .catch(() => '');
  return attributes.includes('filter=lfs')
    ? ['Files of Git LFS are not in the bundle, only the pointers to them.']
    : [];
}

async function open(
  input: GitOptions,
  context: SourceContext,
): Promise<OpenedSource> {
  const options = optionsOf(gitOptionsSchema, input);
  const git = await GitTool.create(options, context);
  let tool: ChildTool | undefined;
  let output: ProvenOutput | undefined;
  let notes: string[] = [];
  const close = async () => {
    await tool?.stop();
    await git.close();
  };
  const walk = BundleWalk.create();

  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    await git.run([
      'clone',
      '--quiet',
      '--mirror',
      '--',
      options.url,
      git.folder,
    ]);
    notes = await notesOf(git);
    for (const note of notes) context.log('warn', note);
    tool = git.start([
      `--git-dir=${git.folder}`,
      'bundle',
      'create',
      '--quiet',
      '-',
      '--all',
    ]);
    tool.stdin.end();
    output = provenOutput(tool, {
      watch: chunk => walk.add(chunk),
      atEnd: () => walk.end(),
      translate: error => git.inOurWords(error),
    });
    yield {
      name: nameOf(options.url),
      mediaType: MEDIA_TYPE,
      stream: output.stream,
      expect: { minBytes: 1 },
    };
    context.log('info', `${walk.refs.length} refs`);
  }

  try {
    const said = await git.run(['--version']);
    const [version = ''] = /\d+\.\d+(?:\.\d+)?/.exec(said) ?? [];
    return {
      version: null,
      tools: { git: version },
      estimatedBytes: null,
      artifacts: artifacts(),
      async finish() {
        if (!output?.isWhole()) {
          throw new Error('the bundle was not read to its end');
        }
        return {
          counts: { rows: null, files: null },
          gaps: [],
          gapsTotal: 0,
          notes,
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Copies a git repository as a bundle. */
export const gitExecutor: SourceExecutor<GitOptions> = {
  open,
  async inspect(artifact, stream) {
    const walk = BundleWalk.create();
    try {
      for await (const chunk of stream) walk.add(chunk as Buffer);
      walk.end();
    } catch (error) {
      if (error instanceof UnderstudyError) throw error;
      throw new UnderstudyError(
        'backup-damaged',
        { artifact: artifact.name, what: (error as Error).message },
        { cause: error },
      );
    }
    return {
      counts: { rows: null, files: null },
      notes: [`${walk.refs.length} refs; the pack ends in its own hash`],
    };
  },
  async restore(artifact, stream, directory, { signal }) {
    await writeArtifact(artifact, stream, directory, signal);
  },
  async check(input, context) {
    const options = optionsOf(gitOptionsSchema, input);
    const git = await GitTool.create(options, context);
    try {
      const said = await git.run(['ls-remote', '--', options.url]);
      const refs = said.split('\n').filter(Boolean).length;
      return refs > 0
        ? { ok: true, seen: `${refs} refs.`, remedy: null }
        : {
            ok: false,
            seen: 'The repository is empty.',
            remedy: 'Push something: an empty repository cannot be bundled.',
          };
    } finally {
      await git.close();
    }
  },
};
