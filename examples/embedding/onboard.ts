import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { Role } from "@pulumi/aws/iam/role";
import {
  accountProvider,
  Fleet,
  type FleetInput,
  GrowingSummary,
  giveAccess,
  InputError,
  type RunEvent,
  type StackProgram,
} from "pulumi-cross-account/automation";

const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const complain = (line: string): unknown => process.stderr.write(`${line}\n`);

/** Every account gets a role for our auditors beside the grants; a Pulumi program may declare whatever it likes. */
const withAuditRole: StackProgram =
  ({ target: { settings } }) =>
  async () => {
    const provider = accountProvider(settings);
    const assumeRolePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${settings.accountId}:root` }, Action: "sts:AssumeRole" },
      ],
    });
    new Role("audit", { name: "InternalAudit", assumeRolePolicy }, { provider });
    return { ...giveAccess(settings, provider) };
  };

/**
 * An internal tool around a fleet: shows the plan, brings every account up, and prints where each one stands.
 *
 * @param settingsFile JSON in the shape of a fleet file. A real tool would read it from its own database.
 * @param folder Keeps the journals of the runs, and the state unless the settings name another place.
 */
async function onboard(settingsFile: string, folder: string): Promise<boolean> {
  const settings = JSON.parse(await readFile(settingsFile, "utf8")) as FleetInput;
  const fleet = Fleet.from(settings, { folder, program: withAuditRole });

  const plan = await fleet.plan();
  for (const { target, action } of plan.items) say(`plan: ${action} ${target.account.name}`);

  let run: GrowingSummary | undefined;
  const onEvent = (event: RunEvent): void => {
    if (run) run.add(event);
    else run = new GrowingSummary(event);
    if ("accountId" in event) say(`${run.counts.done}/${run.size} ${event.type} ${event.accountId}`);
  };
  const { result, targets } = await fleet.up({ plan, onEvent });
  for (const { name, failure } of targets) if (failure) complain(`${name}: ${failure.message}`);

  const { accounts } = await fleet.status();
  for (const { name, state, grants } of accounts) {
    say(`coverage: ${name} ${state} ${grants.map(({ roleArn = "-" }) => roleArn).join(" ")}`.trimEnd());
  }
  return result === "done";
}

async function main([settingsFile, folder = "."]: string[]): Promise<number> {
  if (settingsFile === undefined) {
    complain("usage: node onboard.js SETTINGS.json [FOLDER]");
    return 1;
  }
  try {
    return (await onboard(settingsFile, path.resolve(folder))) ? 0 : 2;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const { path: place, message } of error.problems) complain(`${place} ${message}`);
    return 1;
  }
}

main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
