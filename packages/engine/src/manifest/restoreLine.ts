import { PackStep } from '@understudy/model';

const READ: Record<PackStep, string> = {
  age: 'age -d -i key.txt',
  zstd: 'zstd -d',
  gzip: 'gzip -d',
};

const SUFFIX: Record<PackStep, string> = {
  age: '.age',
  zstd: '.zst',
  gzip: '.gz',
};

/** Name of an artifact's object: `orders.db.zst.age`. */
export function objectName(name: string, steps: PackStep[]): string {
  return name + steps.map(step => SUFFIX[step]).join('');
}

/**
 * How an artifact is read with standard tools. `{s3}` stands for the folder
 * of the run, which the manifest does not know; `keyed` objects can be read
 * with the destination's SSE-C key alone, 32 bytes in a file.
 */
export function restoreLine(
  name: string,
  key: string,
  steps: PackStep[],
  keyed = false,
): string {
  const withKey = keyed ? ' --sse-c AES256 --sse-c-key fileb://sse-c.key' : '';
  const source = `aws s3 cp${withKey} {s3}/${key} -`;
  const tools = [...steps].reverse().map(step => READ[step]);
  return `${[source, ...tools].join(' | ')} > ${name}`;
}
