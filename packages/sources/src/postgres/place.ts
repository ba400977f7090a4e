import {
  RestorePlace,
  SourceContext,
  StoredArtifact,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { optionsOf } from '../shared/optionsOf';
import { serverName } from '../shared/pg/connection';
import { NewDatabase } from '../shared/pg/NewDatabase';
import { PostgresTools } from '../shared/pg/PostgresTools';
import { existing, serverVersion } from '../shared/pg/server';
import { isCustom } from '../shared/pg/storedDump';
import {
  PostgresOptions,
  postgresOptionsSchema,
  postgresPlaceSchema,
} from './options';

const HOME = 'postgres';

const isGlobals = ({ name }: StoredArtifact) => name === 'globals.sql';

/** The new database of each artifact, by the artifact's name. */
function targetsOf(
  artifacts: StoredArtifact[],
  wanted: string | undefined,
): Map<string, string> {
  const dumps = artifacts.filter(artifact => !isGlobals(artifact));
  if (dumps.length === 0) {
    throw new UnderstudyError('options-invalid', {
      what: 'globals.sql changes the roles of a whole server: restore it into a folder, and read it first.',
    });
  }
  if (wanted !== undefined && dumps.length > 1) {
    throw new UnderstudyError('options-invalid', {
      what: `${dumps.length} databases cannot have one name: choose one of them, or give none.`,
    });
  }
  return new Map(
    dumps.map(({ name }) => [
      name,
      wanted ??
        `${name.replace(/(?:\.dump|\.sql)$/, '').slice(0, 54)}_restored`,
    ]),
  );
}

/**
 * New databases on a server. Each is filled under a name of its own and gets
 * its real one when all artifacts were proven, so that nobody finds half.
 */
export async function openPlace(
  input: PostgresOptions,
  place: unknown,
  artifacts: StoredArtifact[],
  context: SourceContext,
): Promise<RestorePlace> {
  const connection = optionsOf(postgresOptionsSchema, input);
  const { database, owners } = optionsOf(postgresPlaceSchema, place);
  const targets = targetsOf(artifacts, database);
  const tools = await PostgresTools.create({ connection, context });
  const made: NewDatabase[] = [];
  const server = serverName(connection);
  try {
    const version = await serverVersion(tools, HOME);
    const [taken] = await existing(tools, [...targets.values()], HOME);
    if (taken) {
      throw new UnderstudyError('restore-target-exists', {
        path: `Database ${taken} on ${server}`,
      });
    }
    await tools.tool('pg_restore', version);
    return {
      words: `the new database ${[...targets.values()].join(
        ', ',
      )} on ${server}`,
      async restore(artifact, stream) {
        const target = targets.get(artifact.name);
        if (target === undefined) {
          context.log(
            'warn',
            `${artifact.name} is not restored: it would change the roles of the whole server.`,
          );
          return;
        }
        const one = await NewDatabase.create({
          tools,
          home: HOME,
          target,
          version,
          context,
        });
        made.push(one);
        await one.fill(stream, { custom: isCustom(artifact), owners });
      },
      async finish() {
        for (const one of made) await one.rename();
      },
      async undo() {
        for (const one of made) await one.drop();
      },
      close: () => tools.close(),
    };
  } catch (error) {
    await tools.close();
    throw error;
  }
}
