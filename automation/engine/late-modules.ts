import Module from "node:module";
import * as path from "node:path";

/**
 * What `@pulumi/pulumi` loads to turn functions into text, which takes two thirds of its start: the compiler of TypeScript and
 * npm's view of installed packages. A fleet's vendor resources carry a constant text instead.
 */
const neededForClosures = ["typescript", "@npmcli/arborist"];

type Constructor = new (...args: unknown[]) => object;

/** Loaded first in a process, lets these modules wait until something of them is used; where one is not found, nothing happens. */
for (const name of neededForClosures) loadLate(name);

function loadLate(name: string): void {
  const file = fileOf(name);
  if (file === undefined || require.cache[file]) return;
  const standIn = new Module(file);
  standIn.filename = file;
  standIn.loaded = true;
  let loaded: object | undefined;
  const load = (): object => {
    if (require.cache[file] === standIn) delete require.cache[file];
    loaded ??= require(file) as object;
    return loaded;
  };
  // Bound, a function can be constructed and has no property of its own that a proxy would have to show.
  standIn.exports = new Proxy(function late() {}.bind(undefined), {
    get: (_target, key) => (key === "__esModule" ? true : partOf(load(), key)),
    has: (_target, key) => Reflect.has(load(), key),
    ownKeys: () => Reflect.ownKeys(load()),
    getOwnPropertyDescriptor: (_target, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(load(), key);
      return descriptor && { ...descriptor, configurable: true };
    },
    construct: (_target, args, newTarget) =>
      Reflect.construct(
        load() as Constructor,
        args,
        newTarget === standIn.exports ? (load() as Constructor) : newTarget,
      ),
  });
  require.cache[file] = standIn;
}

/**
 * It says of itself that it is a compiled ES module, or else compiled `import * as` would copy everything at once; so it has to have
 * a default, too.
 */
function partOf(loaded: object, key: string | symbol): unknown {
  return key === "default" && !("default" in loaded) ? loaded : Reflect.get(loaded, key);
}

function fileOf(name: string): string | undefined {
  try {
    const sdk = path.dirname(require.resolve("@pulumi/pulumi/package.json"));
    return require.resolve(name, { paths: [sdk] });
  } catch {
    return undefined;
  }
}
