import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { type AccountSettings, accountProgram } from "../../automation";
import { SpotAccount, SpotAccountName } from "../../providers";
import type { EngineJob } from "./model";

/** The program of an account in a job. */
export function programOf({ mode, program, scenario, site }: EngineJob, accountId: string): PulumiFn {
  if (mode === "floor") return async () => ({});
  const changed = scenario === "policy-change";
  if (program === "vendor") {
    return async () => {
      new VendorSide("vendor", { accountId, endpoint: site.spotEndpoint, accountName: changed ? "later" : "first" });
    };
  }
  const settings = site.settings[accountId];
  if (!settings) throw new Error(`The benchmark has no settings for ${accountId}.`);
  return accountProgram(settingsOf(settings, changed));
}

/** A component and two vendor resources: what the engine costs, and nothing of AWS. */
class VendorSide extends pulumi.ComponentResource {
  constructor(name: string, args: { accountId: string; endpoint: string; accountName: string }) {
    super("bench:index:VendorSide", name, {});
    const connection = { token: { env: "SPOTINST_TOKEN" }, endpoint: args.endpoint };
    const { accountId, accountName } = args;
    const account = new SpotAccount(
      `${name}-account`,
      { ...connection, awsAccountId: accountId, name: `aws-${accountId}`, retain: false },
      { parent: this },
    );
    new SpotAccountName(
      `${name}-name`,
      { ...connection, accountId: account.accountId, name: accountName },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

function settingsOf(settings: AccountSettings, changed: boolean): AccountSettings {
  const { spot } = settings.grants;
  if (!changed || !spot) return settings;
  const extraStatements = [
    { sid: "Changed", effect: "Allow" as const, actions: ["ec2:DescribeHosts"], resources: ["*"] },
  ];
  return { ...settings, grants: { ...settings.grants, spot: { ...spot, extraStatements } } };
}
