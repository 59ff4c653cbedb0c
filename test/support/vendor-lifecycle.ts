import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import {
  SpaceliftAttachment,
  SpaceliftAwsIntegration,
  SpotAccount,
  SpotAccountName,
  SpotCredentialsLink,
  SpotExternalId,
} from "../../providers";

/** Where the vendors of a program are, and the variables their tokens are read from. */
export interface VendorPlaces {
  spotEndpoint: string;
  spotTokenVariable: string;
  spaceliftEndpoint: string;
  spaceliftKeyVariables: { id: string; secret: string };
}

/** What a person may write differently from one run to the next. */
export interface VendorWishes {
  awsAccountId?: string;
  spotName?: string;
  spotRoleName?: string;
  integrationName?: string;
  integrationRoleName?: string;
  write?: boolean;
  space?: string;
  retain?: boolean;
  rotation?: number;
}

/**
 * A program with one resource of each of the six kinds, wired as onboarding wires them: in a preview most inputs are unknown.
 *
 * The link comes last but for the name, so that whatever fails in it leaves all others behind, always the same.
 */
export function allVendorResources(places: VendorPlaces, wishes: VendorWishes = {}): PulumiFn {
  const { awsAccountId = "111111111111", retain = false, rotation = 0, space, write = true } = wishes;
  const { spotRoleName = "SpotRole", integrationRoleName = "SpaceliftRole" } = wishes;
  const role = (name: string) => pulumi.interpolate`arn:aws:iam::${awsAccountId}:role/${name}`;
  return async () => {
    const spot = { token: { env: places.spotTokenVariable }, endpoint: places.spotEndpoint };
    const { id, secret } = places.spaceliftKeyVariables;
    const spacelift = { apiKey: { id: { env: id }, secret: { env: secret } }, endpoint: places.spaceliftEndpoint };

    const account = new SpotAccount("account", { ...spot, awsAccountId, name: `aws-${awsAccountId}`, retain });
    const { accountId } = account;
    const { externalId } = new SpotExternalId("external-id", { ...spot, accountId, rotation });
    const integration = new SpaceliftAwsIntegration(
      "integration",
      {
        ...spacelift,
        name: wishes.integrationName ?? "prod",
        roleArn: `arn:aws:iam::111111111111:role/${integrationRoleName}`,
        retain,
        ...(space && { space }),
      },
      { dependsOn: account },
    );
    const { integrationId } = integration;
    const attachment = new SpaceliftAttachment("attachment", {
      ...spacelift,
      integrationId,
      stackId: "network",
      write,
      propagationSeconds: 1,
    });
    const link = new SpotCredentialsLink(
      "link",
      {
        ...spot,
        ...{ accountId, awsAccountId, externalId, roleArn: role(spotRoleName) },
        // Nothing secret, but stored as if: an input a user may mark so.
        policyFingerprint: pulumi.secret("sha256:1"),
        propagationSeconds: 1,
      },
      { dependsOn: [attachment] },
    );
    new SpotAccountName("name", { ...spot, accountId, name: wishes.spotName ?? "prod" }, { dependsOn: link });
  };
}
