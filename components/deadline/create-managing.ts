import type * as pulumi from "@pulumi/pulumi";
import type { GrantSite } from "../grant-site";
import { ManagingAccount } from "../managing-account";
import { describeManaging, type ManagingOutcome } from "../managing-outcome";
import { deadlineNames } from "./deadline-names";
import type { DeadlineManaging } from "./managing";

/** The managing side that was made. @internal */
export interface DeadlineManagingSide {
  principalArn: pulumi.Output<string>;
  secretAccessKey: pulumi.Output<string | undefined>;
  outcome: pulumi.Output<ManagingOutcome>;
}

/** Makes what Deadline's hosts are. @internal */
export function createDeadlineManaging(
  { name: site, tags, parent }: GrantSite,
  { instanceRole, existingRoleArn, user, ...rest }: DeadlineManaging,
): DeadlineManagingSide {
  const trust = { statements: [{ principals: ["ec2.amazonaws.com"] }] };
  const identity = {
    ...(instanceRole && {
      role: { roleName: instanceRole.roleName ?? deadlineNames.host, trust, instanceProfile: true },
    }),
    ...(existingRoleArn !== undefined && { principalArn: existingRoleArn }),
    ...(user && { user: { userName: user.userName ?? deadlineNames.host, accessKey: user.accessKey } }),
  };
  const side = new ManagingAccount(`${site}-deadline-managing`, { ...rest, ...identity, tags }, { parent });
  const { principalArn, secretAccessKey } = side;
  return { principalArn, secretAccessKey, outcome: describeManaging("deadline", side) };
}
