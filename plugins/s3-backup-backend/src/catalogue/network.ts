import { UnderstudyError } from '@understudy/model';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { BackupConfig } from '../config';

/** Link-local and metadata addresses: never an endpoint, unless allowed by name. */
const NEVER: Array<[network: string, bits: number, family: 'ipv4' | 'ipv6']> = [
  ['169.254.0.0', 16, 'ipv4'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
  ['100.100.100.200', 32, 'ipv4'],
  ['0.0.0.0', 8, 'ipv4'],
];

function listOf(entries: string[]): { names: Set<string>; blocks: BlockList } {
  const names = new Set<string>();
  const blocks = new BlockList();
  for (const entry of entries) {
    const [address, bits] = entry.split('/');
    const version = isIP(address);
    if (version === 0) {
      names.add(entry.toLocaleLowerCase('en-US'));
    } else {
      const family = version === 4 ? 'ipv4' : 'ipv6';
      const width = version === 4 ? 32 : 128;
      blocks.addSubnet(address, bits ? Number(bits) : width, family);
    }
  }
  return { names, blocks };
}

/**
 * Decides which hosts an endpoint may have.
 * @internal
 */
export class NetworkRules {
  readonly #allow: ReturnType<typeof listOf>;
  readonly #deny: ReturnType<typeof listOf>;
  readonly #never = new BlockList();

  static create(options: BackupConfig['network']): NetworkRules {
    return new NetworkRules(options);
  }

  private constructor({ allow, deny }: BackupConfig['network']) {
    this.#allow = listOf(allow);
    this.#deny = listOf(deny);
    for (const [network, bits, family] of NEVER) {
      this.#never.addSubnet(network, bits, family);
    }
  }

  /**
   * Refuses an endpoint that resolves to where nobody's store is. A name that
   * does not resolve is the check-up's to explain.
   */
  async check(endpoint: string | undefined): Promise<void> {
    if (!endpoint) return;
    const host = new URL(endpoint).hostname
      .replace(/^\[|\]$/g, '')
      .toLocaleLowerCase('en-US');
    if (this.#allow.names.has(host)) return;
    const refuse = (why: string) => {
      throw new UnderstudyError('net-not-allowed', { host, why });
    };
    if (this.#deny.names.has(host)) refuse('s3Backup.network.deny names it');
    const addresses = isIP(host)
      ? [host]
      : await lookup(host, { all: true }).then(
          found => found.map(({ address }) => address),
          () => [],
        );
    for (const address of addresses) {
      const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
      if (this.#allow.blocks.check(address, family)) continue;
      if (this.#deny.blocks.check(address, family)) {
        refuse('s3Backup.network.deny names its address');
      }
      if (this.#never.check(address, family)) {
        refuse('it is a link-local or metadata address');
      }
    }
  }
}
