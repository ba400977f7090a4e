import { SourceType } from '@understudy/engine';
import { secret } from '@understudy/model';
import { z } from 'zod';
import { hostsOfUrl, webUrlSchema } from '../shared/webUrl';
import { CREDENTIALS, headerOf, NAME } from './header';

const headerSchema = z
  .string()
  .max(4000)
  .refine(
    line => NAME.test(headerOf(line).name),
    'is not a header: write it as Name: value',
  )
  .refine(
    line => !CREDENTIALS.test(headerOf(line).name),
    'holds a credential: say it as the secret header',
  );

/**
 * Options of source type `http`.
 * @public
 */
export const httpOptionsSchema = z.strictObject({
  url: webUrlSchema('as the secret header').meta({
    title: 'URL',
    description: 'Is asked with GET.',
  }),
  headers: z
    .array(headerSchema)
    .max(50)
    .default([])
    .meta({ description: 'One a line, as Name: value. Not secret.' }),
  secretHeader: z
    .string()
    .regex(NAME, 'is not the name of a header')
    .default('Authorization')
    .meta({ description: 'Name of the header that holds the secret.' }),
  secret: secret()
    .optional()
    .meta({ secret: true, description: 'Its value, e.g. Bearer and a token.' }),
  format: z.enum(['auto', 'json', 'zip', 'any']).default('auto').meta({
    description:
      'What the export must be from its first to its last byte. auto: as its content type says.',
  }),
  contentType: z
    .string()
    .max(200)
    .regex(/^[\w.+-]+\/[\w.+-]+$/, 'is not a content type such as text/csv')
    .optional()
    .meta({
      title: 'Content type',
      description: 'Any other is refused, such as the page of a login.',
    }),
  minimumBytes: z.number().int().min(1).default(1).meta({
    title: 'Least size',
    description: 'Bytes; a smaller export fails the run.',
  }),
});

/** @public */
export type HttpOptions = z.input<typeof httpOptionsSchema>;

/**
 * What a URL gives, as one artifact.
 * @public
 */
export const httpSource: SourceType<HttpOptions> = {
  type: 'http',
  title: 'Export from a URL',
  description:
    'What a service gives at a URL: status, length and form are checked to the last byte.',
  optionsSchema: httpOptionsSchema as z.ZodType<HttpOptions>,
  hosts: hostsOfUrl,
  executor: require.resolve('@understudy/sources/executor'),
};
