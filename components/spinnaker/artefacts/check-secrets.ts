import type { TrustProblem } from "../../trust/trust-problem";
import type { SpinnakerAccessKeySettings, SpinnakerSettings } from "./spinnaker-settings";

/** Engines of secrets: github spinnaker/kork `kork-secrets`, docs.armory.io "Secrets"; `k8s` is the operator's alone (`doc/managing-spinnaker.md`). */
const encrypted = /^encrypted:[a-z0-9-]+(![a-z]+:[^!\s]+)+$/;
/** A property of Spring: of the environment, of another file. */
const placeholder = /^\$\{[\w.-]+\}$/;

/** Lists what is wrong with the access keys. Messages never repeat a value: it may be the secret. @internal */
export function findSecretProblems(settings: SpinnakerSettings, forClouddriver: boolean): TrustProblem[] {
  const keys = { accessKey: settings.accessKey, "bakery.accessKey": settings.bakery?.accessKey };
  return Object.entries(keys).flatMap(([path, key]) =>
    key === undefined ? [] : findKeyProblems(path, key, forClouddriver),
  );
}

function findKeyProblems(
  path: string,
  { id, secret: { reference, inline } }: SpinnakerAccessKeySettings,
  forClouddriver: boolean,
): TrustProblem[] {
  const idProblem = /^AKIA[A-Z0-9]{12,}$/.test(id)
    ? []
    : [{ path: `${path}.id`, message: "is not the id of an access key: AKIA…" }];
  if ((reference === undefined) === (inline === undefined) || inline === "") {
    const message = "name the secret by reference, or put it in inline; one of them";
    return [...idProblem, { path: `${path}.secret`, message }];
  }
  const message = reference === undefined ? undefined : findSecretReferenceProblem(reference, forClouddriver);
  return message === undefined ? idProblem : [...idProblem, { path: `${path}.secret.reference`, message }];
}

/** Says why a text is no reference to a secret, or nothing when it is. @internal */
export function findSecretReferenceProblem(reference: string, forClouddriver: boolean): string | undefined {
  if (placeholder.test(reference)) {
    return forClouddriver
      ? undefined
      : "is a property of Spring, which only a file of clouddriver itself may hold; write encrypted:<engine>!…";
  }
  if (!encrypted.test(reference)) {
    return `is no reference: encrypted:<engine>!<key>:<value>…${forClouddriver ? ` or \${PROPERTY}` : ""}`;
  }
  return forClouddriver && reference.startsWith("encrypted:k8s!")
    ? `is a secret of Kubernetes, which only the operator reads: give clouddriver it as a variable, and write \${VARIABLE}`
    : undefined;
}
