import { spinnakerNames } from "../documented-names";
import { accountBlock, defaultRegionBlocks, ecsAccountBlocks, secretText } from "./aws-account-block";
import { assertSpinnakerSettings } from "./check-settings";
import type { SpinnakerSettings } from "./spinnaker-settings";
import { withoutEmpty, yamlText } from "./yaml-text";

/**
 * Writes `clouddriver-local.yml`, for Spinnaker without Halyard and operator (spinnaker-kustomize `overlays/config/files`).
 *
 * The bakery's settings are not in it: they are rosco's. A secret may be a property of Spring here, `${NAME}`,
 * but not one of Kubernetes, which only the operator reads.
 *
 * Source: clouddriver-aws `CredentialsConfig.java`; github spinnaker/spinnaker `spinnaker-kustomize`.
 *
 * @throws TrustError with every problem of the settings.
 */
export function renderClouddriverLocal(settings: SpinnakerSettings): string {
  assertSpinnakerSettings(settings, true);
  const { accounts, accessKey, defaultKeyPairTemplate, iamRole, cloudFormation } = settings;
  const ecsAccounts = ecsAccountBlocks(settings);
  const aws = withoutEmpty({
    enabled: true,
    ...(accessKey && { accessKeyId: accessKey.id, secretAccessKey: secretText(accessKey.secret) }),
    accounts: accounts.map(accountBlock),
    defaultRegions: defaultRegionBlocks(settings),
    defaultKeyPairTemplate: defaultKeyPairTemplate ?? "{{name}}-keypair",
    defaults: { iamRole: iamRole ?? spinnakerNames.baseRole },
    features: withoutEmpty({
      "cloud-formation": cloudFormation === true ? { enabled: true } : undefined,
      lambda: accounts.some(({ lambda }) => lambda === true) ? { enabled: true } : undefined,
    }),
  });
  return yamlText({ aws, ...(ecsAccounts.length > 0 && { ecs: { enabled: true, accounts: ecsAccounts } }) });
}
