import { findPrincipalProblem, parsePrincipal } from "../../trust/principal";
import type { TrustProblem } from "../../trust/trust-problem";
import { findNameProblem } from "../kubernetes-name";
import type { SpinnakerServiceAccountSettings } from "./spinnaker-settings";

/** Lists what is wrong with a service account. @internal */
export function findServiceAccountProblems(settings: SpinnakerServiceAccountSettings): TrustProblem[] {
  const { roleArn, namespace, name, roscoName } = settings;
  const isRole = findPrincipalProblem(roleArn) === undefined && parsePrincipal(roleArn).kind === "role";
  const names = Object.entries({ namespace, name, roscoName }).map(([path, text]) => ({
    path,
    message: text === undefined ? undefined : findNameProblem(text),
  }));
  return [
    ...(isRole ? [] : [{ path: "roleArn", message: `"${roleArn}" is not the ARN of a role` }]),
    ...names.flatMap(({ path, message }) => (message === undefined ? [] : [{ path, message }])),
  ];
}
