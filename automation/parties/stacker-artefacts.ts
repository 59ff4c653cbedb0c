import { z } from "zod";
import { renderStackerAwsConfig } from "../../components/stacker/aws-config";
import { stackerGrantSchema } from "../../components/stacker/grant";
import { renderStackerYaml, type StackerStack, type StackerYaml } from "../../components/stacker/stacker-yaml";
import { TrustError, type TrustProblem } from "../../components/trust/trust-problem";
import { type Artefact, type GrantedAccount, nameAccounts, type PartyFacts } from "./artefact";

const masterProfile = "master";

const stackSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]*$/, "cannot name a stack: a letter, then letters, digits and hyphens"),
    classPath: z.string().min(1).optional().describe("Python class of the blueprint"),
    templatePath: z.string().min(1).optional().describe("File with the template"),
    requires: z.array(z.string()).optional().describe("Names of stacks that must be there before, in the same account"),
    variables: z.record(z.string(), z.unknown()).optional(),
    tags: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ classPath, templatePath }) => (classPath === undefined) !== (templatePath === undefined), {
    message: "says not what is in it: write one of classPath and templatePath",
  });

/** What stacker's artefacts say beside what exists, as written in a fleet file. */
export const stackerArtefactsSchema = z
  .strictObject({
    namespace: z
      .string()
      .regex(
        /^([A-Za-z][A-Za-z0-9-]*)?$/,
        "cannot begin the name of a stack: a letter, then letters, digits and hyphens",
      )
      .default("")
      .describe("Put before the name of every stack"),
    stacks: z.array(stackSchema).default([]).describe("Stacks of every account but the master account"),
    sourceProfile: z.string().optional().describe("Profile with the first keys. Default: they are in the environment"),
    credentialSource: z
      .enum(["Environment", "Ec2InstanceMetadata", "EcsContainer"])
      .optional()
      .describe("Where the first keys come from, in place of sourceProfile"),
    mfaSerial: z.string().optional().describe("ARN of the second factor, with sourceProfile"),
  })
  .superRefine((wish, context) => {
    for (const { path, message } of findRefusals(wish))
      context.addIssue({ code: "custom", message: `${path}: ${message}` });
  })
  .describe("The .aws/config and stacker.yaml that `up` writes");

/** What stacker's artefacts say beside what exists, after defaults. */
export interface StackerArtefacts {
  namespace: string;
  stacks: z.output<typeof stackSchema>[];
  sourceProfile?: string | undefined;
  credentialSource?: string | undefined;
  mfaSerial?: string | undefined;
}

/**
 * `.aws/config` with a profile an account, and `stacker.yaml` where the bucket is the fleet's. Accounts with a service role get a file
 * each, `stacker-<profile>.yaml`, because stacker has one service role for a whole file. Pure.
 */
export function renderStackerArtefacts(facts: PartyFacts, wish: StackerArtefacts): Artefact[] {
  const { region, accounts, managing } = facts;
  const [first] = accounts;
  if (first === undefined) return [];
  const members = accounts.filter(
    ({ account, settings: { grants } }) => account.id !== grants.stacker?.masterAccountId,
  );
  const names = nameAccounts(members, /[^\w+.@-]+/g, [masterProfile]);
  const { sourceProfile, credentialSource, mfaSerial } = wish;
  const roleArn = findMasterRole(accounts);
  if (roleArn === undefined) return [];
  const config = renderStackerAwsConfig({
    region,
    master: {
      profile: masterProfile,
      roleArn,
      ...(sourceProfile === undefined ? {} : { sourceProfile }),
      ...(credentialSource === undefined ? {} : { credentialSource }),
      ...(mfaSerial === undefined ? {} : { mfaSerial }),
    },
    accounts: members.map(({ account, grant }) => {
      const [externalId] = grant.externalIds;
      const profile = names.get(account.id) ?? account.id;
      return { profile, roleArn: grant.roleArn, ...(externalId === undefined ? {} : { externalId }) };
    }),
  });
  const bucketName = managing?.outcome.bucketName;
  const files = bucketName === undefined ? [] : describeFiles(members, names, wish);
  const profiles = Object.fromEntries([...names].map(([id, name]) => [name, id]));
  return [
    { path: ".aws/config", text: config },
    ...files.map(({ path, ...file }) => {
      const settings = { bucketName: bucketName ?? "", bucketRegion: region, namespace: wish.namespace, profiles };
      return { path, text: renderStackerYaml({ ...settings, ...file }) };
    }),
  ];
}

/** What stacker or botocore would refuse in any fleet, tried out on one with two accounts, so that it is told before anything is made. */
function findRefusals(wish: StackerArtefacts): TrustProblem[] {
  const account = (id: string): GrantedAccount => ({
    account: { id, name: "sample" },
    grant: { party: "stacker", roleArn: `arn:aws:iam::${id}:role/Stacker`, externalIds: [], principals: [] },
    settings: {
      region: "us-east-1",
      grants: { stacker: stackerGrantSchema.parse({ masterAccountId: "111111111111" }) },
    },
  });
  const outcome = { party: "stacker", bucketName: "sample" };
  const accounts = [account("111111111111"), account("222222222222")];
  try {
    renderStackerArtefacts({ region: "us-east-1", accounts, managing: { settings: {}, outcome } }, wish);
    return [];
  } catch (error) {
    if (error instanceof TrustError) return error.problems;
    throw error;
  }
}

/** The role of the master account; where that is none of the accounts, the one their roles open for. */
function findMasterRole(accounts: readonly GrantedAccount[]): string | undefined {
  const master = accounts.find(({ account, settings: { grants } }) => account.id === grants.stacker?.masterAccountId);
  return master?.grant.roleArn ?? accounts[0]?.grant.principals[0];
}

type StackerFile = Pick<StackerYaml, "serviceRoleArn" | "stacks"> & { path: string };

function describeFiles(
  members: readonly GrantedAccount[],
  names: ReadonlyMap<string, string>,
  { stacks }: StackerArtefacts,
): StackerFile[] {
  const stacksOf = ({ account }: GrantedAccount): StackerStack[] => {
    const profile = names.get(account.id) ?? account.id;
    return stacks.map(({ name, requires, ...stack }) => ({
      ...(Object.fromEntries(
        Object.entries(stack).filter(([, value]) => value !== undefined),
      ) as Partial<StackerStack>),
      name: `${profile}/${name}`,
      profile,
      ...(requires ? { requires: requires.map((other) => `${profile}/${other}`) } : {}),
    }));
  };
  const together = members.filter((member) => serviceRoleOf(member) === undefined);
  const alone = members.flatMap((member): StackerFile[] => {
    const serviceRoleArn = serviceRoleOf(member);
    const path = `stacker-${names.get(member.account.id)}.yaml`;
    return serviceRoleArn === undefined ? [] : [{ path, serviceRoleArn, stacks: stacksOf(member) }];
  });
  return [
    ...(together.length > 0 || alone.length === 0
      ? [{ path: "stacker.yaml", stacks: together.flatMap(stacksOf) }]
      : []),
    ...alone,
  ];
}

function serviceRoleOf({ grant, settings: { grants } }: GrantedAccount): string | undefined {
  const { serviceRole } = grants.stacker ?? {};
  return serviceRole && grant.otherRoles?.find(({ roleArn }) => roleArn.endsWith(`/${serviceRole.roleName}`))?.roleArn;
}
