/** Shorter values would take ordinary words out of a log. */
const SHORTEST = 4;

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, hex =>
      hex.toLowerCase(),
    ),
    JSON.stringify(secret).slice(1, -1),
  ];
}

/**
 * Takes the secrets of a run out of texts: raw, base64, URL-encoded, and as
 * JSON escapes them. Longest first, so that no form leaves a rest of another.
 * @internal
 */
export class Redactor {
  static create(secrets: string[]): Redactor {
    const forms = new Set(
      secrets
        .filter(secret => secret.length >= SHORTEST)
        .flatMap(secret => [
          ...formsOf(secret),
          // A key that spans lines is often shown line by line.
          ...secret
            .split(/\r?\n/)
            .filter(line => line.length >= SHORTEST)
            .flatMap(formsOf),
        ]),
    );
    return new Redactor([...forms].sort((a, b) => b.length - a.length));
  }

  private constructor(private readonly forms: string[]) {}

  text(text: string): string {
    let clean = text;
    for (const form of this.forms) {
      if (clean.includes(form)) clean = clean.replaceAll(form, '***');
    }
    return clean;
  }

  /** Every string in a JSON value, keys included. */
  value<T>(value: T): T {
    if (typeof value === 'string') return this.text(value) as T;
    if (Array.isArray(value)) return value.map(one => this.value(one)) as T;
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [
          this.text(key),
          this.value(one),
        ]),
      ) as T;
    }
    return value;
  }
}
