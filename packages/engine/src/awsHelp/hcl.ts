/** A value of Terraform; objects become blocks, lists of objects many of them. */
export type HclValue =
  | string
  | number
  | boolean
  | Raw
  | HclValue[]
  | { [name: string]: HclValue | undefined };

/** Text that stands as it is. */
class Raw {
  static create(text: string): Raw {
    return new Raw(text);
  }
  private constructor(readonly text: string) {}
}

const pad = (text: string, by = '  ') => text.replace(/^(?=.)/gm, by);

/** Terraform has templates in all strings: what looks like one is no template. */
export function hclText(text: string): string {
  return text.replace(/\$\{/g, '$$$${').replace(/%\{/g, '%%{');
}

/** `AlarmName` and `ID` as Terraform writes them. */
function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/^ID$/, 'id')
    .toLowerCase();
}

function scalar(value: string | number | boolean | Raw): string {
  if (value instanceof Raw) return value.text;
  return hclText(JSON.stringify(value));
}

const isBlock = (
  value: HclValue,
): value is { [name: string]: HclValue | undefined } =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Raw);

function line(name: string, value: HclValue): string[] {
  const called = snake(name);
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isBlock)) {
      return value.flatMap(one => line(called.replace(/s$/, ''), one));
    }
    const items = value.map(one => scalar(one as string));
    return [`${called} = [${items.join(', ')}]`];
  }
  if (isBlock(value)) return [`${called} {\n${pad(body(value))}\n}`];
  return [`${called} = ${scalar(value)}`];
}

function body(fields: { [name: string]: HclValue | undefined }): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : line(name, value)))
    .join('\n');
}

/** JSON of a policy, as an expression. */
export function jsonencode(value: unknown): Raw {
  return Raw.create(`jsonencode(${hclText(JSON.stringify(value, null, 2))})`);
}

/** A map, where a block would be wrong. */
export function hclMap(values: Record<string, string>): Raw {
  const lines = Object.entries(values).map(
    ([name, value]) => `${name} = ${scalar(value)}`,
  );
  return Raw.create(`{\n${pad(lines.join('\n'))}\n}`);
}

/** One resource; its fields as the API of AWS calls them. */
export function resource(
  type: string,
  name: string,
  fields: { [name: string]: HclValue | undefined },
): string {
  const label = name.replace(/[^A-Za-z0-9_]/g, '_');
  return `resource "${type}" "${label}" {\n${pad(body(fields))}\n}\n`;
}
