import { stringify } from "yaml";
import { TrustError, type TrustProblem } from "../trust/trust-problem";
import { accountOfArn, findBucketNameProblem, findRoleArnProblem } from "./stacker-names";

/** What stacker.yaml is written from. */
export interface StackerYaml {
  /** The bucket that exists already; see the component StackerBucket. */
  bucketName: string;
  /** Region of the bucket. */
  bucketRegion: string;
  /** Put before the name of every stack. @default "" */
  namespace?: string;
  /** The profiles of `.aws/config`: name, and the account it leads to. */
  profiles: Record<string, string>;
  /**
   * ARN of the role CloudFormation acts with. stacker has one for the whole file and AWS takes only one of the stack's own account,
   * so all stacks must be of that account: write one file an account.
   * @default none
   */
  serviceRoleArn?: string;
  /** Tags of every stack. @default none */
  tags?: Record<string, string>;
  stacks: StackerStack[];
}

/** One stack of stacker.yaml: exactly one of `classPath` and `templatePath`. */
export interface StackerStack {
  /** One of its kind in the file, such as `prod/vpc`. */
  name: string;
  /** Name in CloudFormation. @default the name after the last slash */
  stackName?: string;
  /** Which account it is made in. */
  profile: string;
  /** Python class of the blueprint. */
  classPath?: string;
  /** File with the template. */
  templatePath?: string;
  /** @default that of the profile */
  region?: string;
  /** Names of stacks that must be there before. @default none */
  requires?: string[];
  /** Values for the blueprint; `$NAME` and lookups such as `${output prod/vpc::Id}` are for stacker to read. @default none */
  variables?: Record<string, unknown>;
  /** @default none */
  tags?: Record<string, string>;
}

/**
 * Writes a stacker.yaml whose bucket is filled in: no first build without one is needed.
 *
 * stacker replaces `$NAME` in the whole text with environment variables, so a `$` is taken in `variables` only. Read by stacker 1.7.2 in the tests. Source: github cloudtools/stacker `stacker/config/__init__.py`.
 *
 * @throws TrustError with everything stacker would refuse, and with stacks that would land in no account or the wrong one.
 */
export function renderStackerYaml(settings: StackerYaml): string {
  const problems = findYamlProblems(settings);
  if (problems.length > 0) {
    throw new TrustError("The stacker.yaml", problems);
  }
  const { bucketName, bucketRegion, namespace = "", serviceRoleArn, tags, stacks } = settings;
  const file = withoutAbsent({
    namespace: namespace,
    stacker_bucket: bucketName,
    stacker_bucket_region: bucketRegion,
    service_role: serviceRoleArn,
    tags,
    stacks: stacks.map(describeStack),
  });
  // stacker reads YAML 1.1, in which a bare `on` or `no` is no text.
  return stringify(file, { lineWidth: 0, version: "1.1" });
}

function describeStack(stack: StackerStack) {
  return withoutAbsent({
    name: stack.name,
    stack_name: stackNameOf(stack),
    class_path: stack.classPath,
    template_path: stack.templatePath,
    profile: stack.profile,
    region: stack.region,
    requires: stack.requires,
    variables: stack.variables,
    tags: stack.tags,
  });
}

function findYamlProblems(settings: StackerYaml): TrustProblem[] {
  const { bucketName, serviceRoleArn, stacks } = settings;
  const bucket = findBucketNameProblem(bucketName);
  const role = serviceRoleArn === undefined ? undefined : findRoleArnProblem(serviceRoleArn);
  const dollar = textsOf(settings.tags).find((text) => text.includes("$"));
  return [
    ...(dollar === undefined ? [] : [{ path: "tags", message: `have a $ in "${dollar}": stacker would replace it` }]),
    ...(bucket === undefined ? [] : [{ path: "bucketName", message: bucket }]),
    ...(role === undefined ? [] : [{ path: "serviceRoleArn", message: role }]),
    ...stacks.flatMap((stack, index) =>
      findStackProblems(stack, index, settings).map((message) => ({ path: `stacks[${index}]`, message })),
    ),
  ];
}

function findStackProblems(stack: StackerStack, index: number, settings: StackerYaml): string[] {
  const { stacks, profiles, serviceRoleArn } = settings;
  const fullName = [settings.namespace, stackNameOf(stack)].filter((part) => part).join("-");
  const unknown = (stack.requires ?? []).filter((name) => !stacks.some((other) => other.name === name));
  const account = profiles[stack.profile];
  const roleAccount = serviceRoleArn === undefined ? undefined : accountOfArn(serviceRoleArn);
  return [
    stacks.findIndex(({ name }) => name === stack.name) === index
      ? ""
      : `has the name "${stack.name}" of another stack`,
    (stack.classPath === undefined) === (stack.templatePath === undefined)
      ? "has not exactly one of classPath and templatePath"
      : "",
    account === undefined ? `names the profile "${stack.profile}": there are ${Object.keys(profiles).join(", ")}` : "",
    account !== undefined && roleAccount !== undefined && roleAccount !== account
      ? `is made in account ${account}, and the service role is one of ${roleAccount}: write one file an account`
      : "",
    /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(fullName)
      ? ""
      : `would be called "${fullName}" in CloudFormation: a letter, then letters, digits and hyphens, at most 128`,
    ...[stack.name, stack.classPath, stack.templatePath, ...textsOf(stack.tags)]
      .filter((text) => text?.includes("$"))
      .map((text) => `has a $ in "${text}": stacker would take it for the name of an environment variable`),
    ...unknown.map((name) => `requires "${name}", which is not in the file`),
  ].filter((message) => message !== "");
}

function stackNameOf({ name, stackName }: StackerStack): string {
  return stackName ?? name.split("/").at(-1) ?? name;
}

function textsOf(tags: Record<string, string> = {}): string[] {
  return Object.entries(tags).flat();
}

function withoutAbsent<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Partial<T>;
}
