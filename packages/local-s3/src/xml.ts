const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** Text safe to stand in an element. XML 1.0 has no control characters, so they go as references, as AWS sends them. */
export function escapeXml(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex
    /[&<>"\r]|[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g,
    char => escapes[char] ?? `&#${char.charCodeAt(0)};`,
  );
}

export type XmlValue = string | number | boolean | undefined;

/** One element; an undefined value leaves it out. */
export function element(name: string, value: XmlValue): string {
  return value === undefined
    ? ''
    : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** An element around others, which are XML already. */
export function wrap(name: string, ...children: string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

/** A whole answer in the name space of S3. */
export function document(name: string, ...children: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${children.join(
    '',
  )}</${name}>`;
}

/** How S3 encodes names when a client asks for `encoding-type=url`. */
export function encodeName(
  name: string,
  encodingType: string | undefined,
): string {
  if (encodingType !== 'url') return name;
  return encodeURIComponent(name)
    .replace(/%2F/g, '/')
    .replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Listings give times to the second, as S3 keeps them. */
export function xmlTime(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}
