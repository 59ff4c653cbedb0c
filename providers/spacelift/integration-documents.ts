/** What an AWS integration is to be; whatever is left out here is switched off. */
export interface SpaceliftIntegrationSettings {
  name: string;
  roleArn: string;
  durationSeconds: number;
  generateCredentialsInWorker: boolean;
  labels: string[];
  /** Id of the space; Spacelift's default when left out. */
  space?: string | undefined;
  /** Only used with credentials made by the worker. */
  externalId?: string | undefined;
  region?: string | undefined;
  tagAssumeRole?: boolean | undefined;
  autoattachEnabled?: boolean | undefined;
}

/** The newer fields only where they are used: an older Spacelift refuses a query that names one (#641). */
export function integrationFields(settings?: SpaceliftIntegrationSettings): string {
  const basic = "id name roleArn externalId durationSeconds generateCredentialsInWorker labels space";
  return [basic, ...(settings ? usedNewerFields(settings) : [])].join(" ");
}

const newerFields = { region: "String", tagAssumeRole: "Boolean", autoattachEnabled: "Boolean" } as const;

function usedNewerFields(settings: SpaceliftIntegrationSettings): (keyof typeof newerFields)[] {
  const names = Object.keys(newerFields) as (keyof typeof newerFields)[];
  return names.filter((name) => settings[name] !== undefined && settings[name] !== false);
}

interface Argument {
  type: string;
  value: unknown;
}

/** The arguments of the mutation that makes or, with the settings `before`, replaces an integration. */
export function integrationInput(settings: SpaceliftIntegrationSettings, before?: SpaceliftIntegrationSettings) {
  const newer = new Set([...usedNewerFields(settings), ...(before ? usedNewerFields(before) : [])]);
  const named = [...newer].map((name): [string, Argument] => [
    name,
    { type: newerFields[name], value: settings[name] ?? (name === "region" ? null : false) },
  ]);
  return {
    name: { type: "String!", value: settings.name },
    roleArn: { type: "String!", value: settings.roleArn },
    generateCredentialsInWorker: { type: "Boolean!", value: settings.generateCredentialsInWorker },
    labels: { type: "[String!]!", value: settings.labels },
    durationSeconds: { type: "Int", value: settings.durationSeconds },
    // `externalID` going in, `externalId` coming out.
    externalID: { type: "String", value: settings.externalId ?? "" },
    ...(settings.space === undefined ? {} : { space: { type: "ID", value: settings.space } }),
    ...Object.fromEntries(named),
  };
}

/** The text of that mutation: an older Spacelift refuses arguments it does not know, so only those passed are named. */
export function integrationMutation(
  operation: string,
  input: Record<string, Argument>,
  settings: SpaceliftIntegrationSettings,
): string {
  const declared = Object.entries(input).map(([name, { type }]) => `$${name}: ${type}`);
  const passed = Object.keys(input).map((name) => `${name}: $${name}`);
  return `mutation ${operation}(${declared.join(", ")}) {
    ${operation}(${passed.join(", ")}) { ${integrationFields(settings)} }
  }`;
}

/** The variables of that mutation. */
export function valuesOf(input: Record<string, Argument>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).map(([name, { value }]) => [name, value]));
}
