import { Refusal } from "../connection/aws-error";

/** A policy document that AWS does not take. */
export function malformedPolicy(reason: string): Refusal {
  return new Refusal("MalformedPolicyDocument", reason, 400);
}

/** A parameter that breaks a constraint of the API. */
export function invalidParameter(reason: string): Refusal {
  return new Refusal("ValidationError", reason, 400);
}

/** A parameter that AWS does not take now. */
export function invalidInput(reason: string): Refusal {
  return new Refusal("InvalidInput", reason, 400);
}

/** A quota that would be passed. */
export function limitExceeded(reason: string): Refusal {
  return new Refusal("LimitExceeded", reason, 409);
}

/** A name that is taken. */
export function alreadyExists(reason: string): Refusal {
  return new Refusal("EntityAlreadyExists", reason, 409);
}

/** Something named that is not there. */
export function noSuchEntity(reason: string): Refusal {
  return new Refusal("NoSuchEntity", reason, 404);
}
