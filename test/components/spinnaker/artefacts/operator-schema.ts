import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { sourceFolder } from "../../../../examples/sandbox/source-folder";

type Schema = { [field: string]: unknown };

/** The operator's own schema of a SpinnakerService, as strict as `kubectl apply` is: fields it does not name are refused. */
export function operatorSchema(): z.ZodType {
  const file = sourceFolder("test/components/spinnaker/artefacts/spinnakerservices.crd.yaml");
  const definition = parse(readFileSync(file, "utf8")) as {
    spec: { versions: { schema: { openAPIV3Schema: Schema } }[] };
  };
  const [version] = definition.spec.versions;
  if (version === undefined) throw new Error("The definition has no version.");
  return z.fromJSONSchema(closed(version.schema.openAPIV3Schema) as Parameters<typeof z.fromJSONSchema>[0]);
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)])) as Schema;
  const isClosed =
    copy.type === "object" &&
    typeof copy.properties === "object" &&
    copy.additionalProperties === undefined &&
    copy["x-kubernetes-preserve-unknown-fields"] !== true;
  return isClosed ? { ...copy, additionalProperties: false } : copy;
}
