import * as pulumi from "@pulumi/pulumi";
import { RandomString } from "@pulumi/random/randomString";
import { InputCheck } from "./input-check";
import { findExternalIdProblem } from "./trust/external-id-rules";

/** Arguments of an {@link ExternalId}. */
export interface ExternalIdArgs {
  /** The value, when the party or somebody else made it. @default a random one */
  value?: pulumi.Input<string>;
  /**
   * Names of random values, the last of them in use; each name stands for one value that stays the same. To rotate, add a name;
   * when the party uses the new value, take the old name away.
   * @default ["1"]
   */
  generations?: string[];
  /** More values to accept, such as the one the party still uses. @default none */
  previousValues?: pulumi.Input<string>[];
  /** Words others could know, refused as external ids: names of the account, the customer, the role. @default none */
  guessable?: string[];
}

/**
 * The external id that binds a role to one customer of a party, and those still accepted while it is being replaced.
 *
 * It is no secret, but must not be guessable: account ids, names and short values throw `pulumi.InputPropertiesError`.
 *
 * @example
 * ```ts
 * const externalId = new ExternalId("partner", {});
 * new ManagedRole("partner", {
 *   roleName: "PartnerRole",
 *   trust: { statements: [{ principals: ["111111111111"], externalIds: externalId.values }] },
 * });
 * ```
 */
export class ExternalId extends pulumi.ComponentResource {
  /** The external id in use: give it to the party. */
  readonly value: pulumi.Output<string>;
  /** Every external id to accept, the one in use among them. */
  readonly values: pulumi.Output<string[]>;

  constructor(name: string, args: ExternalIdArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-cross-account:index:ExternalId", name, {}, opts);

    const { given, previous, generations } = normalizeInputs(name, args, this);
    const made = given === undefined ? createRandomValues(name, generations, this) : [];
    const current = pulumi.output(given ?? made.at(-1) ?? "");

    this.value = current;
    this.values = pulumi.all([...previous, ...made, current]).apply((values) => [...new Set(values)]);
    this.registerOutputs({ value: this.value, values: this.values });
  }
}

function normalizeInputs(name: string, args: ExternalIdArgs, component: ExternalId) {
  const check = new InputCheck("ExternalId", name, component);
  const rule = (value: string) => findExternalIdProblem(value, args.guessable);
  const generations = args.generations ?? ["1"];
  const inputs = {
    given: check.optional("value", args.value, rule),
    previous: check.each("previousValues", args.previousValues ?? [], rule),
    generations,
  };
  if (args.value !== undefined && args.generations !== undefined) {
    check.report([{ path: "generations", message: "are for random values; with value given, use previousValues" }]);
  }
  if (generations.length === 0 || new Set(generations).size < generations.length || generations.includes("")) {
    check.report([{ path: "generations", message: "must be different names, at least one" }]);
  }
  check.assertNone();
  return inputs;
}

/** 32 letters and digits, over 180 bits: out of reach of trying. */
function createRandomValues(name: string, generations: string[], parent: ExternalId): pulumi.Output<string>[] {
  return generations.map(
    (generation) =>
      new RandomString(`${name}-random-${generation}`, { length: 32, special: false, minNumeric: 4 }, { parent })
        .result,
  );
}
