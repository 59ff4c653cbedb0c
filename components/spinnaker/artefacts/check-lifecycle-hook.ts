import type { TrustProblem } from "../../trust/trust-problem";
import type { SpinnakerLifecycleHook } from "./spinnaker-settings";

/** Lists what Halyard and the operator refuse in a hook. Source: github spinnaker/halyard `AwsLifecycleHookValidation.java`. @internal */
export function findHookProblems(hook: SpinnakerLifecycleHook, path: string): TrustProblem[] {
  const { roleARN, notificationTargetARN, lifecycleTransition, heartbeatTimeout, defaultResult } = hook;
  const rules: [keyof SpinnakerLifecycleHook, boolean, string][] = [
    ["roleARN", /^arn:aws:iam::[^:]+:[^:]+$/.test(roleARN), `"${roleARN}" is not the ARN of a role (arn:aws:iam::…)`],
    [
      "notificationTargetARN",
      /^arn:aws:sns:[^:]+:[^:]+:[^:]+$/.test(notificationTargetARN),
      `"${notificationTargetARN}" is not the ARN of an SNS topic (arn:aws:sns:…)`,
    ],
    [
      "lifecycleTransition",
      /^autoscaling:EC2_INSTANCE_(LAUNCHING|TERMINATING)$/.test(lifecycleTransition),
      `"${lifecycleTransition}" is none of autoscaling:EC2_INSTANCE_LAUNCHING, autoscaling:EC2_INSTANCE_TERMINATING`,
    ],
    [
      "heartbeatTimeout",
      Number.isInteger(heartbeatTimeout) && heartbeatTimeout >= 30 && heartbeatTimeout <= 7200,
      `${heartbeatTimeout} is not within 30 to 7200 seconds`,
    ],
    ["defaultResult", /^(ABANDON|CONTINUE)$/.test(defaultResult), `"${defaultResult}" is none of ABANDON, CONTINUE`],
  ];
  return rules.flatMap(([field, holds, message]) => (holds ? [] : [{ path: `${path}.${field}`, message }]));
}
