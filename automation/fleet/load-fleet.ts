import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { absoluteBackend } from "../engine/file-backend";
import { InputError, type InputProblem } from "../errors";
import type { VendorCredentials } from "../parties/vendor-side";
import type { WatchSettings } from "../watch/watch-settings";
import { absoluteTokenSource } from "./absolute-token-source";
import { findContradictions } from "./cross-checks";
import { type FleetInput, type FleetSettings, fleetJsonSchema, fleetSchema } from "./fleet-schema";
import { partyNames } from "./grant-list";
import { readDocument } from "./read-document";
import { describeIssues, type PlacedProblem } from "./schema-problems";

/** A fleet file that was read. */
export interface LoadedFleet {
  /** Absolute path of the file. */
  file: string;
  /** Its settings; relative paths in them are made absolute, as they begin at the folder of the file. */
  settings: FleetSettings;
}

/**
 * Reads a fleet file.
 *
 * @throws InputError with every problem of the file at once, each with its path, line and column; or when there is no such file.
 */
export async function loadFleet(file: string): Promise<LoadedFleet> {
  const absolute = path.resolve(file);
  const text = await readFile(absolute, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new InputError(file, [{ path: "the file", message: describeUnreadable(error) }]);
  });
  const settings = parseFleet(text, file);
  return { file: absolute, settings: withAbsolutePaths(settings, path.dirname(absolute)) };
}

/**
 * Reads the text of a fleet file, YAML or JSON.
 *
 * @param subject Names the text in errors, for example its file name.
 * @throws InputError with every problem at once.
 */
export function parseFleet(text: string, subject: string): FleetSettings {
  const document = readDocument(text);
  if (document.problems.length > 0) throw new InputError(subject, document.problems);
  return checkFleet(document.value, subject, document.locate);
}

/**
 * Checks fleet settings that do not come from a file; they have the shape of one.
 *
 * @param folder Where relative paths in them begin.
 * @throws InputError with every problem at once.
 */
export function completeFleet(settings: FleetInput, folder: string): FleetSettings {
  const locate = ({ place: _place, ...problem }: PlacedProblem): InputProblem => problem;
  return withAbsolutePaths(checkFleet(settings, "The fleet's settings", locate), path.resolve(folder));
}

function checkFleet(value: unknown, subject: string, locate: (problem: PlacedProblem) => InputProblem): FleetSettings {
  const parsed = fleetSchema.safeParse(value);
  const issues = parsed.success ? [] : describeIssues(parsed.error.issues, value, fleetJsonSchema());
  const problems = [...issues, ...findContradictions(value)].map(locate);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new InputError(subject, problems.sort(byLine));
}

function describeUnreadable(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT")
    return "does not exist; name your fleet file, for example: cross-account plan fleet.yaml";
  if (error.code === "EISDIR") return "is a folder; name the fleet file in it";
  return `cannot be read (${error.code ?? error.message})`;
}

function withAbsolutePaths(settings: FleetSettings, folder: string): FleetSettings {
  return {
    ...settings,
    grants: settings.grants.map((grant) => withAbsoluteSources(grant, folder)),
    overrides: settings.overrides.map(({ match, set }) => ({
      match,
      set: {
        ...set,
        ...Object.fromEntries(
          partyNames.flatMap((party) => (set[party] ? [[party, withAbsoluteSources(set[party], folder)]] : [])),
        ),
      },
    })),
    state: {
      ...settings.state,
      backend: absoluteBackend(settings.state.backend, folder),
      ...(settings.state.journal && { journal: absoluteBackend(settings.state.journal, folder) }),
    },
    watch: { ...settings.watch, alert: withAbsoluteAlert(settings.watch.alert, folder) },
    artefacts: { ...settings.artefacts, folder: path.resolve(folder, settings.artefacts.folder) },
  };
}

function withAbsoluteAlert({ webhook, command }: WatchSettings["alert"], folder: string): WatchSettings["alert"] {
  const absolute = absoluteTokenSource({ ...(command && { command }) }, folder);
  return { ...(webhook && { webhook: absoluteTokenSource(webhook, folder) }), ...absolute };
}

/** The fields by which grants name where credentials are read from. */
function withAbsoluteSources<Holder extends VendorCredentials | object>(holder: Holder, folder: string): Holder {
  const { token, apiKey } = holder as VendorCredentials;
  return {
    ...holder,
    ...(token && { token: absoluteTokenSource(token, folder) }),
    ...(apiKey && {
      apiKey: { id: absoluteTokenSource(apiKey.id, folder), secret: absoluteTokenSource(apiKey.secret, folder) },
    }),
  };
}

function byLine(one: InputProblem, other: InputProblem): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}
