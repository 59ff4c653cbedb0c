import * as path from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { locatePulumi } from "../../automation/engine/locate-pulumi";

let command: Promise<PulumiCommand> | undefined;

/** The Pulumi CLI that set-up found or made; asked for its version once instead of for each operation. */
export function pulumiCommand(): Promise<PulumiCommand> {
  command ??= locatePulumi().then((found) => PulumiCommand.get({ root: path.dirname(path.dirname(found.command)) }));
  return command;
}
