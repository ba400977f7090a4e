import { HelpedDestination } from './place';

/** One word for a shell, whatever it holds. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text)
    ? text
    : `'${text.replace(/'/g, `'\\''`)}'`;
}

/** One call of the AWS CLI, an option a line. */
export function awsCommand(
  command: string,
  options: Record<string, string | undefined>,
): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${quoted(value)}`],
  );
  return [`aws ${command}`, ...given].join(' \\\n  ');
}

/** Where the CLI finds the bucket. */
export function at({
  region,
  endpoint,
}: Pick<HelpedDestination, 'region' | 'endpoint'>) {
  return {
    region: region || undefined,
    'endpoint-url': endpoint || undefined,
  };
}
