/** What of a tool's errors is worth a message. */
const TAIL = 4096;

const MASK = '•••';

/** The forms in which a secret may be written. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
}

/**
 * The end of what a tool said, without secrets. Bounded, however much it says:
 * some warn of every row.
 */
export class ToolOutput {
  readonly #secrets: string[];
  #text = '';

  static create(options: { secrets: string[] }): ToolOutput {
    return new ToolOutput(options.secrets);
  }

  private constructor(secrets: string[]) {
    this.#secrets = [...new Set(secrets.filter(Boolean).flatMap(formsOf))].sort(
      (one, other) => other.length - one.length,
    );
  }

  add(chunk: Buffer | string): void {
    // Longer than what is shown, so that no secret is cut where it begins.
    const kept = 2 * TAIL + Math.max(0, ...this.#secrets.map(s => s.length));
    this.#text = (this.#text + String(chunk)).slice(-kept);
  }

  /** The last lines, as they can be shown. */
  get text(): string {
    let text = this.#text;
    for (const secret of this.#secrets) text = text.replaceAll(secret, MASK);
    return text.slice(-TAIL).trim();
  }
}
