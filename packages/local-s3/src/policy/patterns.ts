/** What a sign of a pattern means; `${*}`, `${?}` and `${$}` are themselves. */
const signs = /\$\{([*?$])\}|([^])/g;

const meanings: Record<string, string> = { '*': '[^]*', '?': '[^]' };

/** Whether a text is what a pattern of a policy means: `*` is any run of characters, `?` one. */
export function matchesPattern(text: string, pattern: string): boolean {
  const source = pattern.replace(
    signs,
    (_, literal?: string, sign?: string) =>
      meanings[sign ?? ''] ??
      (literal ?? sign ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source}$`).test(text);
}
