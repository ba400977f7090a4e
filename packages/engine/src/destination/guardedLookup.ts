import { lookup, LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { UnderstudyError } from '@understudy/model';
import { AddressRules } from './addressRules';

/**
 * Resolves names for connections, and refuses addresses that the rules forbid:
 * a name that pointed elsewhere when its destination was saved gets nobody
 * past them.
 */
export function guardedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    const byName = rules.ofName(hostname);
    const refuse = (why: string) =>
      callback(
        new UnderstudyError('net-not-allowed', { host: hostname, why }),
        [],
      );
    if (typeof byName === 'string') {
      refuse(byName);
      return;
    }
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        callback(error, []);
        return;
      }
      const addresses = found as LookupAddress[];
      const why =
        byName === true
          ? undefined
          : addresses
              .map(({ address }) => rules.ofAddress(address))
              .find(reason => reason !== undefined);
      if (why) refuse(why);
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0].address, addresses[0].family);
    });
  };
}
