import { isIP } from "node:net";

/** Says why a text is no address or block that requests can be bound to, or nothing when it is. @internal */
export function findSourceIpProblem(value: string): string | undefined {
  const [, address = "", prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
  const family = isIP(address);
  const longest = family === 4 ? 32 : 128;
  const bits = Number(prefix ?? longest);
  if (family === 0 || bits > longest) {
    return "is not an address or a CIDR block such as 192.0.2.0/24";
  }
  return bits > 0 ? undefined : "lets in every address: leave it out, or name a block";
}
