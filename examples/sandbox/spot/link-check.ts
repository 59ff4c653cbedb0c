import { AssumeRoleCommand, STSClient, STSServiceException } from "@aws-sdk/client-sts";
import { type AwsKeys, connection } from "../aws/connection";
import { SpotRefusal } from "./envelope";

/** Assumes a role as Spot, with an external id and without. @throws SpotRefusal when it is not open exactly as it should be. */
export type LinkCheck = (roleArn: string, externalId: string) => Promise<void>;

/**
 * Checks a role as the vendor does: by assuming it as a user of Spot's own AWS account.
 *
 * A role that opens without the external id is refused as well: it would open for every customer of Spot. The codes are
 * ours; the real ones are not known (the set is UPPER_SNAKE, see spotinst/terraform-provider-spotinst).
 */
export function createLinkCheck(awsEndpoint: string, spotUser: AwsKeys): LinkCheck {
  const sts = new STSClient(connection(awsEndpoint, spotUser));
  return async (roleArn, externalId) => {
    if (!(await opens(sts, roleArn, externalId))) {
      throw new SpotRefusal(
        400,
        "CANT_ASSUME_ROLE",
        `Cannot assume the role ${roleArn}: check its trust policy and external id`,
      );
    }
    if (await opens(sts, roleArn, undefined)) {
      throw new SpotRefusal(
        400,
        "ROLE_WITHOUT_EXTERNAL_ID",
        `The role ${roleArn} can be assumed without an external id: add the condition to its trust policy`,
      );
    }
  };
}

async function opens(sts: STSClient, RoleArn: string, ExternalId: string | undefined): Promise<boolean> {
  try {
    await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "spot-link-check", ExternalId }));
    return true;
  } catch (error) {
    // Anything else is no answer to the question, such as an emulator that is gone.
    if (error instanceof STSServiceException && error.name === "AccessDenied") return false;
    throw error;
  }
}
