import { fromIni } from "@aws-sdk/credential-providers";
import type { InputProblem } from "../errors";
import type { FleetSettings } from "../fleet/fleet-schema";
import { type Hub, readIdentity, reasonOf } from "../fleet/hub-credentials";
import type { AwsConnection } from "../fleet/role-chain";

/** Somebody who can really ask STS for a role. */
export interface ProofIdentity {
  arn: string;
  connection: AwsConnection;
}

/** Who asks when it is proven who gets in. */
export interface ProofIdentities {
  /** Identities that play a party, by its name; none for a party we cannot play. */
  parties: Map<string, ProofIdentity>;
  /** Somebody nobody let in: the hub itself unless the fleet file names somebody. */
  stranger: ProofIdentity;
  /** The hub itself, which nobody lets in either where it is not the party's own account. */
  hub?: ProofIdentity;
}

/** Opens the AWS profiles that the fleet file names for proofs; what is wrong with them comes back as problems. */
export async function openProofIdentities(
  { proof }: FleetSettings,
  hub: Hub,
  signal?: AbortSignal,
): Promise<{ identities: ProofIdentities; problems: InputProblem[] }> {
  const problems: InputProblem[] = [];
  const open = async (path: string, profile: string): Promise<ProofIdentity | undefined> => {
    const { credentials: _hubCredentials, ...place } = hub.connection;
    const connection = { ...place, credentials: fromIni({ profile }) };
    try {
      const { arn } = await readIdentity(connection, signal);
      return { arn, connection };
    } catch (error) {
      problems.push({ path, message: `cannot be used with the AWS profile ${profile}: ${reasonOf(error)}` });
      return undefined;
    }
  };
  const [stranger, ...parties] = await Promise.all([
    proof.stranger && open("proof.stranger.profile", proof.stranger.profile),
    ...Object.entries(proof.as).map(async ([party, identity]): Promise<[string, ProofIdentity][]> => {
      const opened = identity && (await open(`proof.as.${party}.profile`, identity.profile));
      return opened ? [[party, opened]] : [];
    }),
  ]);
  return { identities: { parties: new Map(parties.flat()), stranger: stranger ?? hub, hub }, problems };
}
