type Value = string | number | boolean | string[] | undefined;

/**
 * A query string: several values of one filter are repeated, what is empty or
 * unset is left out.
 */
export function queryString(values: Record<string, Value>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '' || value === false) continue;
    for (const one of [value].flat()) query.append(name, String(one));
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}
