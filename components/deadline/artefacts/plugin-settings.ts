import { TrustError, type TrustProblem } from "../../trust/trust-problem";

/** The settings of Deadline's Spot Event Plugin. */
export interface DeadlineSpotSettings {
  /** Region the fleets are in; `Multi-Region` from Deadline 10.2.1. */
  region: string;
  /** False to turn the plugin off, as before everything is taken away. @default true */
  enabled?: boolean;
  /** Profile of the AWS files of the hosts that do the house cleaning; "" for the AWS SDK's own search. @default "" */
  namedProfile?: string;
  /** True when the access key is typed into Deadline, where it is kept; it is never written here. @default false */
  storedAccessKey?: boolean;
  /** False to do without the Resource Tracker. @default true */
  resourceTracker?: boolean;
  /** Minutes a worker waits for work before it ends itself. @default 10 */
  idleShutdownMinutes?: number;
  /** Most instances to start in one round of house cleaning. @default 50 */
  staggerInstances?: number;
  /** True to end instances beyond the fleet's number at once. @default false */
  strictHardCap?: boolean;
  /** True to take workers that EC2 interrupted off the list. @default false */
  deleteInterruptedWorkers?: boolean;
  /** True to take workers that the plugin ended off the list. @default false */
  deleteTerminatedWorkers?: boolean;
  /** `Standard`, `Verbose`, `Debug` or `Off`. @default "Standard" */
  logging?: string;
  /** What to start for pre-job tasks: `Conservative`, `Ignore` or `Normal`. @default "Conservative" */
  preJobTaskMode?: string;
  /** Column that shows the instance's state: `Disabled`, or `ExtraInfo0` to `ExtraInfo9`. @default "Disabled" */
  instanceStatusColumn?: string;
}

const loggingLevels = ["Standard", "Verbose", "Debug", "Off"];
const preJobTaskModes = ["Conservative", "Ignore", "Normal"];
const statusColumns = ["Disabled", ...Array.from({ length: 10 }, (_, index) => `ExtraInfo${index}`)];

/**
 * Writes the plugin's settings as Deadline's web service takes them: a JSON list of keys and values, `DlInit` of
 * `/db/plugins/event/config/save`. In Deadline Monitor the same settings have labels of nearly the same words.
 *
 * Defaults are Deadline's. Source: github aws/aws-rfdk `configure-spot-event-plugin.ts`, `handler.ts`, `spot-event-plugin-client.ts`;
 * docs.thinkboxsoftware.com 10.4 "Spot Event Plugin - Security Credentials Configuration".
 *
 * @throws TrustError with every setting that the plugin would not understand.
 */
export function renderDeadlineSpotSettings(settings: DeadlineSpotSettings): string {
  const problems = findSettingProblems(settings);
  if (problems.length > 0) {
    throw new TrustError("The settings of Deadline's Spot Event Plugin", problems);
  }
  const values = {
    AWSInstanceStatus: settings.instanceStatusColumn ?? "Disabled",
    DeleteInterruptedSlaves: settings.deleteInterruptedWorkers ?? false,
    DeleteTerminatedSlaves: settings.deleteTerminatedWorkers ?? false,
    IdleShutdown: settings.idleShutdownMinutes ?? 10,
    Logging: settings.logging ?? "Standard",
    PreJobTaskMode: settings.preJobTaskMode ?? "Conservative",
    Region: settings.region,
    ResourceTracker: settings.resourceTracker ?? true,
    StaggerInstances: settings.staggerInstances ?? 50,
    State: settings.enabled === false ? "Disabled" : "Global Enabled",
    StrictHardCap: settings.strictHardCap ?? false,
    UseLocalCredentials: settings.storedAccessKey !== true,
    NamedProfile: settings.namedProfile ?? "",
  };
  return `${JSON.stringify(
    Object.entries(values).map(([Key, Value]) => ({ Key, Value })),
    null,
    2,
  )}\n`;
}

function findSettingProblems(settings: DeadlineSpotSettings): TrustProblem[] {
  const { region, storedAccessKey, namedProfile } = settings;
  const words: [keyof DeadlineSpotSettings, string | undefined, string[]][] = [
    ["logging", settings.logging, loggingLevels],
    ["preJobTaskMode", settings.preJobTaskMode, preJobTaskModes],
    ["instanceStatusColumn", settings.instanceStatusColumn, statusColumns],
  ];
  const counts = (["idleShutdownMinutes", "staggerInstances"] as const).flatMap((path) => {
    const count = settings[path];
    return count === undefined || (Number.isInteger(count) && count >= 1)
      ? []
      : [{ path, message: `is ${count}: a whole number from 1` }];
  });
  return [
    ...(/^([a-z]{2}(-[a-z]+)+-\d|Multi-Region)$/.test(region)
      ? []
      : [{ path: "region", message: `"${region}" is no region of AWS, and not Multi-Region` }]),
    ...words.flatMap(([path, word, known]) =>
      word === undefined || known.includes(word) ? [] : [{ path, message: `"${word}" is none of ${known.join(", ")}` }],
    ),
    ...counts,
    ...(storedAccessKey === true && namedProfile !== undefined
      ? [
          {
            path: "namedProfile",
            message: "means nothing with storedAccessKey: Deadline then uses the key typed into it",
          },
        ]
      : []),
    ...(namedProfile !== undefined && /[\s\]"]/.test(namedProfile)
      ? [{ path: "namedProfile", message: `"${namedProfile}" has a space, a quote or a bracket` }]
      : []),
  ];
}
