/** Where a command writes: results to `out`, all that is said to `err`. */
export interface Console {
  out(text: string): void;
  err(text: string): void;
  /** `err` is a terminal, where a line may be written again. */
  terminal: boolean;
}
