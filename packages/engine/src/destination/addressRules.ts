import { BlockList, isIP } from 'node:net';

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
 * Which hosts and addresses may be connected to.
 * @public
 */
export class AddressRules {
  readonly #allow: ReturnType<typeof listOf>;
  readonly #deny: ReturnType<typeof listOf>;
  readonly #never = new BlockList();

  static create(options: { allow: string[]; deny: string[] }): AddressRules {
    return new AddressRules(options);
  }

  private constructor({ allow, deny }: { allow: string[]; deny: string[] }) {
    this.#allow = listOf(allow);
    this.#deny = listOf(deny);
    for (const [network, bits, family] of NEVER) {
      this.#never.addSubnet(network, bits, family);
    }
  }

  /** Whether its name alone decides: true allows, a text says why not. */
  ofName(host: string): true | string | undefined {
    const name = host.toLocaleLowerCase('en-US');
    if (this.#allow.names.has(name)) return true;
    return this.#deny.names.has(name)
      ? 's3Backup.network.deny names it'
      : undefined;
  }

  /** Why an address may not be connected to; undefined where it may. */
  ofAddress(address: string): string | undefined {
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (this.#allow.blocks.check(address, family)) return undefined;
    if (this.#deny.blocks.check(address, family)) {
      return 's3Backup.network.deny names its address';
    }
    return this.#never.check(address, family)
      ? 'it is a link-local or metadata address'
      : undefined;
  }
}
