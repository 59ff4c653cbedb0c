import { Refusal } from "../connection/aws-error";
import type { Inspector } from "../connection/inspector";
import { invalidInput } from "./refusals";

// What a service's role is called after. The emulator has names of its own for them: AWSServiceRoleForSpot is AWSServiceRoleForEC2Spot.
const prefix = "AWSServiceRoleFor";

/** Refuses a second role of a service, in AWS's words: an account has one, and the services of Spot take no suffix. */
export async function assertNoServiceRole(service: string, suffix: string | undefined, inspector: Inspector) {
  if (suffix !== undefined) throw invalidInput(`Custom suffix is not allowed for ${service}`);
  const arns = await Promise.all(
    (await inspector.roleNames()).filter(isServiceName).map((name) => inspector.roleArn(name)),
  );
  const taken = arns.find((arn) => arn?.includes(`/aws-service-role/${service}/`));
  if (taken !== undefined) {
    const name = taken.split("/").at(-1);
    throw invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`);
  }
}

/** Refuses to change a role that belongs to a service; only the service does. */
export async function assertUnprotected(role: string, inspect: () => Promise<Inspector>): Promise<void> {
  if (!isServiceName(role)) return;
  const arn = await (await inspect()).roleArn(role);
  if (arn?.includes("/aws-service-role/")) {
    const reason = `Cannot perform the operation on the protected role '${role}' - this role is only modifiable by AWS`;
    throw new Refusal("UnmodifiableEntity", reason, 400);
  }
}

function isServiceName(role: string): boolean {
  return role.startsWith(prefix);
}
