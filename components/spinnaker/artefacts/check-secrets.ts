import type { TrustProblem } from "../../trust/trust-problem";
import type { SpinnakerAccessKeySettings, SpinnakerSettings } from "./spinnaker-settings";

/** Engines of secrets: github spinnaker/kork `kork-secrets`, the operator's `doc/managing-spinnaker.md`, docs.armory.io "Secrets". */
const encrypted = /^encrypted:[a-z0-9-]+(![a-z]+:[^!\s]+)+$/;
/** A property of Spring: of the environment, of another file. */
const placeholder = /^\$\{[\w.-]+\}$/;

/** Lists what is wrong with the access keys. Messages never repeat a value: it may be the secret. @internal */
export function findSecretProblems(settings: SpinnakerSettings, placeholdersAllowed: boolean): TrustProblem[] {
  const keys = { accessKey: settings.accessKey, "bakery.accessKey": settings.bakery?.accessKey };
  return Object.entries(keys).flatMap(([path, key]) =>
    key === undefined ? [] : findKeyProblems(path, key, placeholdersAllowed),
  );
}

function findKeyProblems(
  path: string,
  { id, secret: { reference, inline } }: SpinnakerAccessKeySettings,
  placeholdersAllowed: boolean,
): TrustProblem[] {
  const idProblem = /^AKIA[A-Z0-9]{12,}$/.test(id)
    ? []
    : [{ path: `${path}.id`, message: "is not the id of an access key: AKIA…" }];
  if ((reference === undefined) === (inline === undefined) || inline === "") {
    const message = "name the secret by reference, or put it in inline; one of them";
    return [...idProblem, { path: `${path}.secret`, message }];
  }
  if (reference === undefined || encrypted.test(reference)) {
    return idProblem;
  }
  if (placeholder.test(reference)) {
    const message =
      "is a property of Spring, which only a file of clouddriver itself may hold; write encrypted:<engine>!…";
    return placeholdersAllowed ? idProblem : [...idProblem, { path: `${path}.secret.reference`, message }];
  }
  const forms = placeholdersAllowed
    ? `encrypted:<engine>!<key>:<value>… or \${PROPERTY}`
    : "encrypted:<engine>!<key>:<value>…";
  return [...idProblem, { path: `${path}.secret.reference`, message: `is no reference: ${forms}` }];
}
