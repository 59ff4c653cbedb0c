/** One AWS account from which a party assumes roles. */
export interface PartyAccount {
  accountId: string;
  /** Which installation of the party it is. */
  installation: string;
  source: string;
}

/** What is publicly known about how a party enters accounts of its customers. */
export interface KnownParty {
  party: string;
  title: string;
  accounts: PartyAccount[];
  /** True when the party always sends an external id, so that a trust policy without one lets in its other customers. */
  sendsExternalId: boolean;
  /** Accounts the same vendor owns for other products: they must not be trusted by the role of this party. */
  otherAccounts: PartyAccount[];
}

/**
 * Parties whose AWS accounts are published, by party name.
 *
 * An installation outside it (another partition, a self-hosted one) needs `allowOtherPrincipals` in the trust policy.
 */
export const knownParties: Record<string, KnownParty> = {
  spot: {
    party: "spot",
    title: "Spot (Spotinst, Spot by Flexera)",
    sendsExternalId: true,
    accounts: [
      {
        accountId: "922761411349",
        installation: "commercial partition",
        source: "github spotinst/spotinst-examples Utilities/AWS/StackSet/yaml/Spot-AWS-Stackset.yaml",
      },
    ],
    otherAccounts: [
      { accountId: "884866656237", installation: "Eco", source: "github spotinst/help eco/tutorials/eco-policy" },
      {
        accountId: "627743545735",
        installation: "Cloud Analyzer",
        source: "github fwdcloudsec/known_aws_accounts accounts.yaml",
      },
      {
        accountId: "393649089167",
        installation: "Cloud Analyzer credentials template",
        source: "github fwdcloudsec/known_aws_accounts accounts.yaml, PR 77",
      },
      {
        accountId: "178579023202",
        installation: "functions behind the onboarding StackSet",
        source: "github spotinst/spotinst-examples Utilities/AWS/StackSet/yaml/Spot-AWS-Stackset.yaml",
      },
    ],
  },
  spacelift: {
    party: "spacelift",
    title: "Spacelift",
    sendsExternalId: true,
    accounts: [
      {
        accountId: "324880187172",
        installation: "spacelift.io",
        source: "docs.spacelift.io/integrations/cloud-providers/aws",
      },
      {
        accountId: "577638371743",
        installation: "us.spacelift.io",
        source: "docs.spacelift.io/integrations/cloud-providers/aws",
      },
    ],
    otherAccounts: [],
  },
};

/** Finds the party that assumes roles from an AWS account, if it is a known one. */
export function findPartyOfAccount(accountId: string): KnownParty | undefined {
  return Object.values(knownParties).find((known) => known.accounts.some((account) => account.accountId === accountId));
}
