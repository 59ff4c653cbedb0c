import type { Inspector } from "../connection/inspector";
import { invalidPrincipal, type TrustedArn } from "./principals";

/**
 * Refuses a trust policy that names a role or user which does not exist: AWS resolves each to its unique id when it is saved.
 *
 * An account without any role or user is one the emulator never heard of, such as a vendor's that the sandbox does not
 * play; about its principals nothing is known.
 */
export async function assertTrustedExist(trusted: readonly TrustedArn[], inspector: Inspector): Promise<void> {
  for (const { arn, accountId, kind, name } of trusted) {
    const account = inspector.ofAccount(accountId);
    const found = await (kind === "role" ? account.roleArn(name) : account.userArn(name));
    if (found !== arn && (found !== undefined || (await account.isInhabited()))) throw invalidPrincipal("AWS", arn);
  }
}
