import { SourceType } from '@understudy/engine';
import { secret } from '@understudy/model';
import { z } from 'zod';
import { hostsOfUrl, webUrlSchema } from '../shared/webUrl';

/**
 * Options of source type `git`.
 * @public
 */
export const gitOptionsSchema = z.strictObject({
  url: webUrlSchema('apart').meta({
    title: 'URL',
    description: 'As for git clone, e.g. https://github.com/acme/orders.git',
  }),
  user: z
    .string()
    .regex(/^[^\s:@/]{1,128}$/, 'is not a user name')
    .default('git')
    .meta({ description: 'Many hosts take any name beside a token.' }),
  token: secret().optional().meta({
    secret: true,
    description: 'A token or password that may read the repository.',
  }),
});

/** @public */
export type GitOptions = z.input<typeof gitOptionsSchema>;

/**
 * A git repository with all its refs.
 * @public
 */
export const gitSource: SourceType<GitOptions> = {
  type: 'git',
  title: 'Git repository',
  description:
    'All branches, tags and other refs of a repository, as one bundle that git clone reads.',
  optionsSchema: gitOptionsSchema as z.ZodType<GitOptions>,
  hosts: hostsOfUrl,
  executor: require.resolve('@understudy/sources/executor'),
};
