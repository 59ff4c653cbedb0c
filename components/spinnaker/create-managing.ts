import type * as pulumi from "@pulumi/pulumi";
import type { GrantSite } from "../grant-site";
import { describeManaging, type ManagingOutcome } from "../managing-outcome";
import type { SpinnakerManaging } from "./managing";
import { SpinnakerManagingAccount } from "./spinnaker-managing-account";

/** The managing side that was made. @internal */
export interface SpinnakerManagingSide {
  principalArn: pulumi.Output<string>;
  secretAccessKey: pulumi.Output<string | undefined>;
  outcome: pulumi.Output<ManagingOutcome>;
}

/** Makes Spinnaker's managing identity. @internal */
export function createSpinnakerManaging(
  { name: site, tags, parent }: GrantSite,
  managing: SpinnakerManaging,
): SpinnakerManagingSide {
  const side = new SpinnakerManagingAccount(`${site}-spinnaker-managing`, { ...managing, tags }, { parent });
  const { principalArn, secretAccessKey } = side;
  return { principalArn, secretAccessKey, outcome: describeManaging("spinnaker", side) };
}
