import { z } from "zod";
import { findRegionProblem } from "../../components/spinnaker/artefacts/check-account";
import { findSecretReferenceProblem } from "../../components/spinnaker/artefacts/check-secrets";
import { renderClouddriverLocal } from "../../components/spinnaker/artefacts/clouddriver-local";
import { renderServiceAccounts } from "../../components/spinnaker/artefacts/service-account";
import {
  renderSpinnakerService,
  SpinnakerDistribution,
  type SpinnakerServiceOptions,
} from "../../components/spinnaker/artefacts/spinnaker-service";
import type { SpinnakerSettings } from "../../components/spinnaker/artefacts/spinnaker-settings";
import { findNameProblem } from "../../components/spinnaker/kubernetes-name";
import { type Artefact, nameAccounts, type PartyFacts } from "./artefact";

const distributions = { armory: SpinnakerDistribution.Armory, "open-source": SpinnakerDistribution.OpenSource };

/** What Spinnaker's artefacts say beside what exists, as written in a fleet file. */
export const spinnakerArtefactsSchema = z
  .strictObject({
    distribution: z
      .enum(["armory", "open-source"])
      .default("armory")
      .describe("Whose operator reads the SpinnakerService"),
    namespace: told(z.string(), findNameProblem)
      .optional()
      .describe(
        "Namespace of the SpinnakerService. Default: that of the service account, else the one it is applied to",
      ),
    regions: z
      .array(told(z.string(), (region) => findRegionProblem(region, "")))
      .min(1)
      .optional()
      .describe("Regions to deploy to. Default: that of the hub"),
    cloudFormation: z.boolean().default(false).describe("Switch on CloudFormation stages"),
    operatorSecret: told(z.string(), (reference) => findSecretReferenceProblem(reference, false))
      .default("encrypted:k8s!n:spinnaker-aws!k:secretAccessKey")
      .describe("Where the operator finds the secret of the access key, when there is one"),
    clouddriverSecret: told(z.string(), (reference) => findSecretReferenceProblem(reference, true))
      .default("$" + "{SPINNAKER_AWS_SECRET}")
      .describe("Where clouddriver finds it without the operator"),
  })
  .describe("The SpinnakerService, clouddriver-local.yml and service accounts that `up` writes");

/** The same after defaults. */
export type SpinnakerArtefacts = z.output<typeof spinnakerArtefactsSchema>;

/** The `SpinnakerService`, `clouddriver-local.yml` and, on EKS, the service accounts, with every account Spinnaker was let into. Pure. */
export function renderSpinnakerArtefacts(facts: PartyFacts, wish: SpinnakerArtefacts): Artefact[] {
  if (facts.accounts.length === 0) return [];
  const forOperator = describeSpinnaker(facts, wish, wish.operatorSecret);
  const { serviceAccount } = forOperator;
  const namespace = wish.namespace ?? serviceAccount?.namespace;
  const options: SpinnakerServiceOptions = {
    distribution: distributions[wish.distribution],
    ...(namespace === undefined ? {} : { namespace }),
  };
  const forClouddriver = describeSpinnaker(facts, wish, wish.clouddriverSecret);
  return [
    { path: "spinnaker-service.yaml", text: renderSpinnakerService(forOperator, options) },
    { path: "clouddriver-local.yml", text: renderClouddriverLocal(forClouddriver) },
    ...(serviceAccount ? [{ path: "service-accounts.yaml", text: renderServiceAccounts(serviceAccount) }] : []),
  ];
}

function describeSpinnaker(facts: PartyFacts, wish: SpinnakerArtefacts, reference: string): SpinnakerSettings {
  const { region, accounts, managing } = facts;
  const names = nameAccounts(accounts, /[^\w-]+/g);
  const keyId = managing?.outcome.accessKeyId;
  const profiles = new Set(accounts.map(({ settings: { grants } }) => grants.spinnaker?.baseRoleName));
  const [iamRole] = profiles;
  return {
    accounts: accounts.map(({ account, grant, settings: { grants } }) => {
      const name = names.get(account.id) ?? account.id;
      const [externalId] = grant.externalIds;
      return {
        name,
        roleArn: grant.roleArn,
        regions: wish.regions ?? [region],
        ...(externalId === undefined ? {} : { externalId }),
        ...(grants.spinnaker?.lambda ? { lambda: true } : {}),
        ...(grants.spinnaker?.ecs ? { ecsAccountName: `${name}-ecs` } : {}),
      };
    }),
    ...(keyId === undefined ? {} : { accessKey: { id: keyId, secret: { reference } } }),
    ...describeServiceAccount(managing),
    // One for the whole of Spinnaker: where accounts differ, its own default.
    ...(profiles.size === 1 && iamRole !== undefined ? { iamRole } : {}),
    cloudFormation: wish.cloudFormation,
  };
}

/** The first service account is clouddriver's; the second one rosco's, where the identity may bake. */
function describeServiceAccount(managing: PartyFacts["managing"]): Pick<SpinnakerSettings, "serviceAccount"> {
  const { serviceAccount, baking } = managing?.settings.spinnaker ?? {};
  const roleArn = managing?.outcome.principalArn;
  if (!serviceAccount || roleArn === undefined) return {};
  const [name, roscoName] = serviceAccount.names ?? [];
  return {
    serviceAccount: {
      roleArn,
      ...(serviceAccount.namespace === undefined ? {} : { namespace: serviceAccount.namespace }),
      ...(name === undefined ? {} : { name }),
      ...(baking && roscoName !== undefined ? { roscoName } : {}),
    },
  };
}

function told(schema: z.ZodString, findProblem: (text: string) => string | undefined) {
  return schema.superRefine((text, context) => {
    const message = findProblem(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}
