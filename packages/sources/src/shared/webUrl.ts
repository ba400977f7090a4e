import { z } from 'zod';

/**
 * An http or https URL without user and password, which would stand in the
 * open; `apart` says where they belong instead.
 */
export const webUrlSchema = (apart: string) =>
  z
    .url({ protocol: /^https?$/, error: 'is not an https or http URL' })
    .max(2000)
    .refine(text => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      return !url?.username && !url?.password;
    }, `holds a user or a password: say them ${apart}`);

/** The host of such a URL, for network rules; an IPv6 address without brackets. */
export function hostsOfUrl({ url }: { url: string }): string[] {
  if (!URL.canParse(url)) return [];
  return [new URL(url).hostname.replace(/^\[|\]$/g, '')];
}
