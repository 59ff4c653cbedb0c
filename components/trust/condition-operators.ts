import { BlockList, isIP } from "node:net";
import { TrustError } from "./trust-problem";

type Matcher = (actual: string, wanted: string) => boolean;

const positive: Record<string, Matcher> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: matchesPattern,
  NumericEquals: (actual, wanted) => Number(actual) === Number(wanted),
  NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (actual, wanted) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (actual, wanted) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (actual, wanted) => Number(actual) >= Number(wanted),
  DateEquals: (actual, wanted) => Date.parse(actual) === Date.parse(wanted),
  DateLessThan: (actual, wanted) => Date.parse(actual) < Date.parse(wanted),
  DateLessThanEquals: (actual, wanted) => Date.parse(actual) <= Date.parse(wanted),
  DateGreaterThan: (actual, wanted) => Date.parse(actual) > Date.parse(wanted),
  DateGreaterThanEquals: (actual, wanted) => Date.parse(actual) >= Date.parse(wanted),
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  IpAddress: isInBlock,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
};

const negative: Record<string, Matcher> = {
  StringNotEquals: positive.StringEquals as Matcher,
  StringNotEqualsIgnoreCase: positive.StringEqualsIgnoreCase as Matcher,
  StringNotLike: matchesPattern,
  NumericNotEquals: positive.NumericEquals as Matcher,
  DateNotEquals: positive.DateEquals as Matcher,
  NotIpAddress: isInBlock,
  ArnNotEquals: matchesArn,
  ArnNotLike: matchesArn,
};

/** True for an operator that holds when any one of its values matches, so that each value is a way in of its own. @internal */
export function isAnyOfOperator(operator: string): boolean {
  return Object.hasOwn(positive, operator);
}

/** True for an operator that can be decided on a value that is there; Null is about values that may not be. @internal */
export function isKnownOperator(operator: string): boolean {
  return isAnyOfOperator(operator) || Object.hasOwn(negative, operator);
}

/**
 * Decides one condition, as IAM does: values of a request that lacks the key meet only negated and `…IfExists` operators.
 *
 * @throws TrustError for an operator or a policy variable this package cannot decide, rather than to guess.
 * @internal
 */
export function meetsCondition(operator: string, wanted: string[], actual: string[] | undefined): boolean {
  const variable = wanted.find((value) => value.includes("${"));
  const [, set, base = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (base === "Null") {
    return wanted.some((value) => (value === "true") === (actual === undefined));
  }
  const negated = Object.hasOwn(negative, base);
  const matches = negated ? negative[base] : positive[base];
  if (matches === undefined || variable !== undefined) {
    const message = matches === undefined ? `uses the operator ${operator}` : `uses the variable ${variable}`;
    throw new TrustError("The trust policy cannot be evaluated", [{ path: "A condition", message }]);
  }
  const holds = (value: string): boolean => wanted.some((one) => matches(value, one)) !== negated;
  if (actual === undefined || actual.length === 0) {
    return set === "ForAllValues:" || ifExists !== undefined || (negated && set === undefined);
  }
  return set === "ForAllValues:" ? actual.every(holds) : actual.some(holds);
}

/** True when a text fits a pattern in which `*` stands for any characters and `?` for one. @internal */
export function matchesPattern(actual: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "su").test(actual);
}

/** ARNs are compared part by part, so that a wildcard never reaches over a colon before the resource. */
function matchesArn(actual: string, pattern: string): boolean {
  const parts = (arn: string): string[] => {
    const all = arn.split(":");
    return [...all.slice(0, 5), all.slice(5).join(":")];
  };
  const wanted = parts(pattern);
  return parts(actual).every((part, index) => matchesPattern(part, wanted[index] ?? ""));
}

/** True when every address of a block is in another one. @internal */
export function blockCovers(wide: string, narrow: string): boolean {
  const [network = "", prefix] = narrow.split("/");
  return isInBlock(network, wide) && prefixOf(wide) <= Number(prefix ?? fullPrefix(network));
}

function isInBlock(actual: string, block: string): boolean {
  const [network = ""] = block.split("/");
  const version = isIP(network);
  // An IPv4 address is no address of an IPv6 block, nor the other way round.
  if (version === 0 || isIP(actual) !== version) {
    return false;
  }
  const family = version === 4 ? "ipv4" : "ipv6";
  const blocks = new BlockList();
  blocks.addSubnet(network, prefixOf(block), family);
  return blocks.check(actual, family);
}

function prefixOf(block: string): number {
  const [network = "", prefix] = block.split("/");
  return Number(prefix ?? fullPrefix(network));
}

function fullPrefix(network: string): number {
  return isIP(network) === 4 ? 32 : 128;
}
