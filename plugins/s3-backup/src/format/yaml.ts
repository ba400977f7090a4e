const PLAIN = /^[A-Za-z_][A-Za-z0-9_./@-]*$/;
const WORDS = /^(?:true|false|null|yes|no|on|off|~)$/i;

function scalar(value: unknown): string {
  if (typeof value === 'string') {
    return PLAIN.test(value) && !WORDS.test(value)
      ? value
      : JSON.stringify(value);
  }
  return String(value);
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '';

/**
 * Plain values as YAML, for pasting into a configuration. What is unset is
 * left out.
 */
export function toYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}[]\n`;
    return value
      .map(item =>
        typeof item === 'object' && item !== null
          ? `${indent}- ${toYaml(item, `${indent}  `).slice(indent.length + 2)}`
          : `${indent}- ${scalar(item)}\n`,
      )
      .join('');
  }
  return Object.entries(value as Record<string, unknown>)
    .filter(([, item]) => !isEmpty(item))
    .map(([key, item]) => {
      if (typeof item !== 'object' || item === null) {
        return `${indent}${key}: ${scalar(item)}\n`;
      }
      if (Object.keys(item).length === 0) {
        return `${indent}${key}: ${Array.isArray(item) ? '[]' : '{}'}\n`;
      }
      return `${indent}${key}:\n${toYaml(item, `${indent}  `)}`;
    })
    .join('');
}
