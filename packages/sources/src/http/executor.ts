import { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import {
  OpenedSource,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { ArtifactNames } from '../shared/artifactNames';
import { optionsOf } from '../shared/optionsOf';
import { writeArtifact } from '../shared/writeArtifact';
import { ask, failed, mediaTypeOf } from './ask';
import { FormWalk, walkOf } from './FormWalk';
import { HttpOptions, httpOptionsSchema } from './options';

const SUFFIXES: Record<string, string> = {
  'application/json': '.json',
  'application/zip': '.zip',
  'text/csv': '.csv',
};

/** `orders.json` of `https://shop.example.com/api/orders`. */
function nameOf(url: string, mediaType: string): string {
  const { hostname, pathname } = new URL(url);
  const last = pathname.replace(/\/+$/, '').split('/').at(-1);
  const suffix = /\.\w{1,8}$/.test(last ?? '') ? '' : SUFFIXES[mediaType];
  return ArtifactNames.create().next(last || hostname, suffix ?? '');
}

/** Bytes to come, where the service says. */
function lengthOf({ headers }: IncomingMessage): number | null {
  const said = Number(headers['content-length'] ?? NaN);
  return Number.isSafeInteger(said) && said >= 0 ? said : null;
}

/** The body; breaks where it is cut short or not what it should be. */
async function* bodyOf(
  answer: IncomingMessage,
  walk: FormWalk | undefined,
): AsyncGenerator<Buffer> {
  const inWords = (error: unknown) =>
    error instanceof UnderstudyError
      ? error
      : failed(`The export ${(error as Error).message}.`, error);
  try {
    for await (const chunk of answer) {
      walk?.add(chunk as Buffer);
      yield chunk as Buffer;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ECONNRESET'
      ? failed('The export was cut short: the service went away.', error)
      : inWords(error);
  }
  // A body that ends before its length or its last chunk.
  if (!answer.complete) throw failed('The export was cut short.');
  try {
    walk?.end();
  } catch (error) {
    throw inWords(error);
  }
}

async function open(
  input: HttpOptions,
  context: SourceContext,
): Promise<OpenedSource> {
  const options = optionsOf(httpOptionsSchema, input);
  const answer = await ask(options, context.signal);
  const mediaType = mediaTypeOf(answer);
  const length = lengthOf(answer);
  let whole = false;

  async function* whenWhole(body: AsyncGenerator<Buffer>) {
    yield* body;
    whole = true;
  }

  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    const walk = walkOf(options.format, mediaType);
    const stream = Readable.from(whenWhole(bodyOf(answer, walk)), {
      objectMode: false,
    });
    // Nobody may be reading yet, or any more, when the run is cancelled.
    stream.on('error', () => {});
    yield {
      name: nameOf(options.url, mediaType),
      mediaType,
      stream,
      expect: {
        minBytes: options.minimumBytes,
        ...(length === null ? {} : { bytes: length }),
      },
    };
  }

  return {
    version: null,
    tools: {},
    estimatedBytes: length,
    artifacts: artifacts(),
    async finish() {
      if (!whole) throw new Error('the export was not read to its end');
      return {
        counts: { rows: null, files: null },
        gaps: [],
        gapsTotal: 0,
      };
    },
    async close() {
      answer.destroy();
    },
  };
}

/** Copies what a URL gives. */
export const httpExecutor: SourceExecutor<HttpOptions> = {
  open,
  async inspect(artifact, stream) {
    const walk = walkOf('auto', artifact.mediaType);
    try {
      for await (const chunk of stream) walk?.add(chunk as Buffer);
      walk?.end();
    } catch (error) {
      if (error instanceof UnderstudyError) throw error;
      const what = (error as Error).message;
      const details = { artifact: artifact.name, what };
      throw new UnderstudyError('backup-damaged', details, { cause: error });
    }
    return {
      counts: { rows: null, files: null },
      notes: walk
        ? [`whole from its first to its last byte, as ${artifact.mediaType}`]
        : [`read to its end; nothing is known of ${artifact.mediaType}`],
    };
  },
  async restore(artifact, stream, directory, { signal }) {
    await writeArtifact(artifact, stream, directory, signal);
  },
  async check(input, { signal }) {
    const options = optionsOf(httpOptionsSchema, input);
    const answer = await ask(options, signal);
    const length = lengthOf(answer);
    answer.destroy();
    const size =
      length === null ? 'a length it does not say' : `${length} bytes`;
    return {
      ok: true,
      seen: `Status 200, ${mediaTypeOf(answer)}, ${size}.`,
      remedy: null,
    };
  },
};
