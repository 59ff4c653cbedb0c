import { TrustError } from "../../trust/trust-problem";
import { spinnakerNames } from "../documented-names";
import { findServiceAccountProblems } from "./check-service-account";
import type { SpinnakerServiceAccountSettings } from "./spinnaker-settings";
import { yamlText } from "./yaml-text";

/**
 * Writes the Kubernetes service accounts that get the managing role on EKS: clouddriver's, and rosco's when it is named.
 *
 * They must be the ones the role's trust names, and exist before Spinnaker starts. With the operator, `service-settings` of the
 * SpinnakerService name them.
 *
 * Source: github awsdocs/amazon-eks-user-guide `service-accounts.adoc`; github spinnaker/spinnaker `spinnaker-kustomize/base/clouddriver`.
 *
 * @throws TrustError with every problem of the settings.
 */
export function renderServiceAccounts(settings: SpinnakerServiceAccountSettings): string {
  const problems = findServiceAccountProblems(settings);
  if (problems.length > 0) {
    throw new TrustError("The service account is refused", problems);
  }
  const { roleArn, namespace = spinnakerNames.namespace, name = spinnakerNames.serviceAccount, roscoName } = settings;
  const names = roscoName === undefined || roscoName === name ? [name] : [name, roscoName];
  const annotations = { "eks.amazonaws.com/role-arn": roleArn };
  return names
    .map((account) =>
      yamlText({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace, annotations } }),
    )
    .join("---\n");
}
