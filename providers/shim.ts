import type { ResourceKind } from "./resource-kind";

/**
 * The text stored as `__provider` of every vendor resource of a kind, and evaluated by the stock dynamic provider.
 *
 * Constant for ever: state made by any release carries it, the code always is that of the installed package, and the
 * vendor gateway knows a resource by it. The stock provider evaluates it without a file name, so a bare `require` would
 * look from wherever Pulumi is installed: it looks from the working folder, where the program's `node_modules` is. That
 * also resolves this package from within itself.
 */
export function shimText(kind: ResourceKind): string {
  return `exports.handler = () => require("module").createRequire(process.cwd() + "/")("pulumi-cross-account/providers").createHandler("${kind}");`;
}
