import { existsSync } from "node:fs";
import * as path from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { expect } from "chai";
import type { z } from "zod";
import * as entry from "../../components";

/** The folder with the sources, from wherever this file was compiled to. */
function findSources(from: string): string {
  return existsSync(path.join(from, "tsconfig.json")) ? from : findSources(path.dirname(from));
}

describe("The public components", () => {
  it("are read by Pulumi's multi-language analyzer without an error, so that other languages stay possible", function () {
    this.timeout(120_000);
    const names = Object.entries(entry).flatMap(([name, value]) =>
      typeof value === "function" && "isInstance" in value && /^[A-Z]/.test(name) ? [name] : [],
    );
    expect(names).to.have.members([
      "AccountAccess",
      "DeadlineSpotCredentials",
      "DeadlineSpotRoles",
      "ExternalId",
      "ManagedRole",
      "ManagingAccount",
      "SpinnakerManagedAccount",
      "SpinnakerManagingAccount",
      "SpaceliftIntegration",
      "SpotOnboarding",
      "StackerBucket",
      "StackerRole",
    ]);

    const manifest = { name: "pulumi-cross-account", main: "components/index.js" };
    const analyzer = new Analyzer(findSources(__dirname), manifest.name, manifest, new Set(names));
    const { components, typeDefinitions } = analyzer.analyze();

    expect(Object.keys(components)).to.have.members(names);
    for (const [name, { description, inputs, outputs }] of Object.entries(components)) {
      expect(description, name).to.match(/^[A-Z]/);
      for (const [property, definition] of Object.entries({ ...inputs, ...outputs })) {
        expect(definition.description, `${name}.${property}`).to.be.a("string").and.not.equal("");
      }
    }
    for (const { name, properties } of Object.values(typeDefinitions)) {
      for (const [property, definition] of Object.entries(properties ?? {})) {
        expect(definition.description, `${name}.${property}`).to.be.a("string").and.not.equal("");
      }
    }
    expect(components.AccountAccess?.outputs.grants).to.deep.include({
      items: { $ref: "#/types/pulumi-cross-account:index:GrantOutcome" },
    });
    const declared = [
      ["Grant", entry.grantSetSchema.shape],
      ["Managing", entry.managingSetSchema.shape],
    ] as const;
    for (const [kind, parties] of declared) {
      for (const [party, schema] of Object.entries(parties)) {
        const args = typeDefinitions[`${party.charAt(0).toUpperCase()}${party.slice(1)}${kind}Args`]?.properties ?? {};
        const settings = schema.unwrap().shape as Record<string, z.ZodType>;
        const title = `${party}: the arguments have every field of the schema, and no other`;
        expect(Object.keys(args), title).to.have.members(Object.keys(settings));
        for (const [field, definition] of Object.entries(args)) {
          const mayBeLeftOut = settings[field]?.safeParse(undefined).success;
          expect(definition.optional ?? false, `${party}.${field} is optional in both`).to.equal(mayBeLeftOut);
        }
      }
    }
  });
});
