/** First characters of an id, as lists show it. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/**
 * Pieces of a long name after which a line may break: behind / - _ and dots.
 */
export function breakable(name: string): string[] {
  return name.split(/(?<=[/\-_.])/);
}

/** Long keys lose their middle: both ends say something. */
export function middle(text: string, length = 48): string {
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  const tail = Math.floor((length - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(-tail)}`;
}

/** The name of an entity ref, for where its kind and namespace are clear. */
export function entityName(ref: string): string {
  return ref.slice(ref.indexOf('/') + 1);
}
