import { malformedPolicy } from "./refusals";
import { textsOf } from "./statement";

/** A role or user that a trust policy names, and that must exist. */
export interface TrustedArn {
  arn: string;
  accountId: string;
  kind: "role" | "user";
  name: string;
}

// Domains of identity providers that need no ARN. Source: IAM User Guide, "AWS JSON policy elements: Principal".
const federatedDomains = [
  "cognito-identity.amazonaws.com",
  "www.amazon.com",
  "graph.facebook.com",
  "accounts.google.com",
];

/** Refuses principals that cannot be any, and returns those whose existence has to be looked at. */
export function assertPrincipals(principal: Record<string, unknown>): TrustedArn[] {
  return Object.entries(principal).flatMap(([kind, written]) => {
    const values = textsOf(written);
    if (!values || values.length === 0) throw malformedPolicy("Missing required field Principal cannot be empty!");
    switch (kind) {
      case "AWS":
        return values.flatMap(assertAwsPrincipal);
      case "Service":
        for (const value of values) if (!isService(value)) throw invalidPrincipal("SERVICE", value);
        return [];
      case "Federated":
        for (const value of values) if (!isFederated(value)) throw federatedPrincipal();
        return [];
      default:
        throw malformedPolicy(`Invalid principal in policy: "${kind}"`);
    }
  });
}

/** AWS's refusal of a principal that is not there or is no principal. */
export function invalidPrincipal(kind: string, value: string) {
  return malformedPolicy(`Invalid principal in policy: "${kind}":"${value}"`);
}

function assertAwsPrincipal(value: string): TrustedArn[] {
  if (value === "*" || /^\d{12}$/.test(value) || /^arn:aws(-[a-z]+)*:iam::\d{12}:root$/.test(value)) return [];
  const entity =
    /^arn:aws(?:-[a-z]+)*:iam::(?<accountId>\d{12}):(?<kind>role|user)\/(?:[^*]*\/)?(?<name>[\w+=,.@-]+)$/.exec(value);
  if (entity?.groups) {
    const { accountId = "", kind, name = "" } = entity.groups;
    return [{ arn: value, accountId, kind: kind === "role" ? "role" : "user", name }];
  }
  if (
    /^arn:aws(-[a-z]+)*:sts::\d{12}:(assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|federated-user\/[\w+=,.@-]+)$/.test(value)
  )
    return [];
  throw invalidPrincipal("AWS", value);
}

function isService(value: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(value);
}

function isFederated(value: string): boolean {
  return (
    federatedDomains.includes(value) || /^arn:aws(-[a-z]+)*:iam::\d{12}:(saml-provider|oidc-provider)\/.+$/.test(value)
  );
}

const federatedPrincipal = () =>
  malformedPolicy("Federated principals must be valid domain names or SAML metadata ARNs");
