import { matchesPattern } from './patterns';

/** What is known about a request, by key in lower case. */
export type Context = ReadonlyMap<string, readonly string[]>;

type Compare = (actual: string, wanted: string) => boolean;

const isBefore: Compare = (a, b) => Date.parse(a) < Date.parse(b);
const numeric =
  (compare: (a: number, b: number) => boolean): Compare =>
  (a, b) =>
    a !== '' && compare(Number(a), Number(b));

function inNetwork(address: string, network: string): boolean {
  const [base, bits = '32'] = network.split('/');
  const number = (text: string) =>
    text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

const positive: Record<string, Compare> = {
  StringEquals: (a, b) => a === b,
  StringEqualsIgnoreCase: (a, b) => a.toLowerCase() === b.toLowerCase(),
  StringLike: matchesPattern,
  ArnEquals: matchesPattern,
  ArnLike: matchesPattern,
  Bool: (a, b) => a.toLowerCase() === b.toLowerCase(),
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: (a, b) => Date.parse(a) === Date.parse(b),
  DateLessThan: isBefore,
  DateLessThanEquals: (a, b) => !isBefore(b, a),
  DateGreaterThan: (a, b) => isBefore(b, a),
  DateGreaterThanEquals: (a, b) => !isBefore(a, b),
  IpAddress: inNetwork,
};

/** Each says no where its other half says yes. */
const negative: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

interface Operator {
  compare: Compare;
  negated: boolean;
  set?: 'ForAllValues' | 'ForAnyValue';
  ifExists: boolean;
  isNull: boolean;
}

/** Takes the name of an operator apart; undefined where there is none of it. */
export function operators(name: string): Operator | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(
    name,
  );
  if (!match) return undefined;
  const [, set, base, ifExists] = match;
  const isNull = base === 'Null';
  const compare = positive[negative[base] ?? base];
  if (!compare && !isNull) return undefined;
  return {
    compare: compare ?? (() => false),
    negated: base in negative,
    set: set as Operator['set'],
    ifExists: ifExists !== undefined,
    isNull,
  };
}

function holds(
  operator: Operator,
  actual: readonly string[] | undefined,
  wanted: string[],
): boolean {
  const { compare, negated, set, ifExists, isNull } = operator;
  if (isNull) return wanted.includes(String(actual === undefined));
  if (actual === undefined) {
    return ifExists || negated || set === 'ForAllValues';
  }
  const fits = (one: string) =>
    wanted.some(value => compare(one, value)) !== negated;
  return set === 'ForAllValues' || (negated && set === undefined)
    ? actual.every(fits)
    : actual.some(fits);
}

/** Whether all conditions of a statement hold. */
export function conditionsHold(
  conditions: Record<string, Record<string, string[]>>,
  context: Context,
): boolean {
  return Object.entries(conditions).every(([name, keys]) => {
    const operator = operators(name);
    if (!operator) return false;
    return Object.entries(keys).every(([key, wanted]) =>
      holds(operator, context.get(key.toLowerCase()), wanted),
    );
  });
}
