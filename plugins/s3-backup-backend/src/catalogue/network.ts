import { AddressRules } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { BackupConfig } from '../config';

/**
 * Decides which hosts an endpoint may have.
 * @internal
 */
export class NetworkRules {
  readonly #rules: AddressRules;

  static create(options: BackupConfig['network']): NetworkRules {
    return new NetworkRules(options);
  }

  private constructor(options: BackupConfig['network']) {
    this.#rules = AddressRules.create(options);
  }

  /**
   * Refuses an endpoint that resolves to where nobody's store is. A name that
   * does not resolve is the check-up's to explain; where it points later on is
   * looked at with each connection.
   */
  async checkAll({
    endpoint,
    failoverEndpoints = [],
  }: {
    endpoint?: string;
    failoverEndpoints?: string[];
  }): Promise<void> {
    for (const each of [endpoint, ...failoverEndpoints]) await this.check(each);
  }

  /** The same for one address. */
  async check(endpoint: string | undefined): Promise<void> {
    if (!endpoint) return;
    await this.checkHost(new URL(endpoint).hostname.replace(/^\[|\]$/g, ''));
  }

  /** The same for the host of a source. */
  async checkHost(name: string): Promise<void> {
    const host = name.toLocaleLowerCase('en-US');
    const refuse = (why: string) => {
      throw new UnderstudyError('net-not-allowed', { host, why });
    };
    const byName = this.#rules.ofName(host);
    if (byName === true) return;
    if (byName) refuse(byName);
    const addresses = isIP(host)
      ? [host]
      : await lookup(host, { all: true }).then(
          found => found.map(({ address }) => address),
          () => [],
        );
    for (const address of addresses) {
      const why = this.#rules.ofAddress(address);
      if (why) refuse(why);
    }
  }
}
