import { SourceType } from '@understudy/engine';
import { artifactNameSchema, nameSchema } from '@understudy/model';
import { z } from 'zod';

/** A pattern that JavaScript takes, looked for in text. */
const patternSchema = z
  .string()
  .max(500)
  .refine(text => {
    try {
      return new RegExp(text, 'u') instanceof RegExp;
    } catch {
      return false;
    }
  }, 'is not a regular expression');

/**
 * A program whose standard output is backed up. It stands in the portal's
 * configuration alone (`s3Backup.commands`): no plan, entity or user names a
 * program, an argument or a variable.
 * @public
 */
export const commandDefinitionSchema = z.strictObject({
  name: nameSchema,
  /** Absolute path of the program. */
  program: z
    .string()
    .regex(/^(?:\/|[A-Za-z]:[\\/])/, 'is not an absolute path'),
  /** As they are: no shell reads them. Everybody on the machine may see them. */
  args: z.array(z.string().max(4000)).max(100).default([]),
  /** Beside PATH, LANG, TZ and a HOME of its own. Nothing secret. */
  env: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string()).default({}),
  /** Name of the artifact. Default: the name, with `.out`. */
  artifact: artifactNameSchema.optional(),
  mediaType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .default('application/octet-stream'),
  /** Fewer bytes fail the run. */
  minimumBytes: z.number().int().min(1).default(1),
  /** Must be found within the last KiB: what a whole output ends with. */
  trailer: patternSchema.optional(),
});

/** @public */
export type CommandDefinition = z.output<typeof commandDefinitionSchema>;

/**
 * Options of source type `command`, as a plan holds them.
 * @public
 */
export const commandOptionsSchema = z.strictObject({
  command: nameSchema.meta({
    description: 'One of s3Backup.commands in app-config, by its name.',
  }),
});

/** @public */
export type CommandOptions = z.input<typeof commandOptionsSchema>;

/**
 * What the executor gets: the portal adds what its configuration says.
 * @public
 */
export const commandWorkSchema = commandOptionsSchema.extend({
  definition: commandDefinitionSchema,
});

/** @public */
export type CommandWork = z.input<typeof commandWorkSchema>;

/**
 * The output of a program. Nobody knows what it holds, so it is treated as
 * holding credentials.
 * @public
 */
export const commandSource: SourceType<CommandOptions> = {
  type: 'command',
  title: 'Command',
  description:
    'What a program writes to its standard output. Only app-config names programs.',
  sensitive: true,
  optionsSchema: commandOptionsSchema,
  executor: require.resolve('@understudy/sources/executor'),
};
