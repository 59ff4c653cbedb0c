/** Says why a text cannot name a namespace or service account of Kubernetes, or nothing when it can. Source: RFC 1123 labels. @internal */
export function findNameProblem(name: string): string | undefined {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
    ? undefined
    : `"${name}" cannot be a name in Kubernetes: at most 63 small letters, digits and -, none of them at an end`;
}
