import type * as rpc from "@pulumi/pulumi/proto/provider_pb";
import {
  CheckFailure,
  CheckRequest,
  CheckResponse,
  CreateResponse,
  DiffResponse,
  PropertyDiff,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { NamingRequest } from "./autonaming";
import { checkInputs, defaultsKey } from "./checked-inputs";
import { compareInputs, type InputChange, meansTheSame } from "./difference";
import { inputsOf, inSpellingOf } from "./found-inputs";
import type { CheckOutcome, ResourceType } from "./plugin";
import { type Properties, readProperties, unknownValue, writeProperties } from "./property-values";

/** Answers a Check: inputs with defaults and a name, or every problem. */
export function check<Session>(
  type: ResourceType<Session>,
  request: rpc.CheckRequest,
  session: Session,
): CheckResponse {
  const given = readProperties(request.getNews());
  const old = readProperties(request.getOlds());
  return checkResponse(checkInputs(type, given, old, namingRequest(request), session));
}

/** The wire form of what a check found. */
export function checkResponse(outcome: CheckOutcome): CheckResponse {
  const response = new CheckResponse();
  if (outcome.problems.length === 0) response.setInputs(writeProperties(outcome.inputs));
  for (const { property, reason } of outcome.problems) {
    const failure = new CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

/** Answers a Diff from the inputs before and now. */
export function diff<Session>(type: ResourceType<Session>, request: rpc.DiffRequest): DiffResponse {
  const old = readProperties(request.getOldInputs());
  const { changes, deleteBeforeReplace } = compareInputs(type, old, readProperties(request.getNews()));
  const response = new DiffResponse();
  const changed = changes.length > 0;
  response.setChanges(changed ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
  response.setDiffsList(changes.map((change) => change.property));
  response.setReplacesList(changes.filter((change) => change.replaces).map((change) => change.property));
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const change of changes) response.getDetaileddiffMap().set(change.property, propertyDiff(change));
  return response;
}

/** Answers a Create; in a preview with what is known beforehand. */
export async function create<Session>(
  type: ResourceType<Session>,
  request: rpc.CreateRequest,
  session: Session,
): Promise<CreateResponse> {
  const inputs = wanted(request.getProperties());
  const response = new CreateResponse();
  if (request.getPreview()) {
    response.setProperties(writeProperties({ ...unknownOutputs(type), ...inputs }));
    return response;
  }
  const found = await type.create(inputs, session);
  response.setId(found.id);
  response.setProperties(writeProperties(inSpellingOf(type, found.state, inputs)));
  return response;
}

/** Answers a Read: a refresh when there is a state, else an import. Answers with an empty id when nothing is there. */
export async function read<Session>(
  type: ResourceType<Session>,
  request: rpc.ReadRequest,
  session: Session,
): Promise<ReadResponse> {
  const known = readProperties(request.getProperties());
  const oldInputs = readProperties(request.getInputs());
  const found = await type.read(request.getId(), known, session);
  const response = new ReadResponse();
  if (!found) return response;
  response.setId(found.id);
  response.setProperties(writeProperties(inSpellingOf(type, found.state, known)));
  response.setInputs(writeProperties(inputsOf(type, found.state, oldInputs)));
  return response;
}

/** Answers an Update; in a preview what the cloud adds is taken to stay as it is. */
export async function update<Session>(
  type: ResourceType<Session>,
  request: rpc.UpdateRequest,
  session: Session,
): Promise<UpdateResponse> {
  const from = readProperties(request.getOlds());
  const to = wanted(request.getNews());
  const response = new UpdateResponse();
  if (request.getPreview() || !type.update) {
    const kept = Object.fromEntries(Object.entries(from).filter(([property]) => !type.inputs[property]));
    response.setProperties(writeProperties({ ...kept, ...namedBefore(from, to), ...to }));
    return response;
  }
  const changed = (property: string) => {
    const rule = type.inputs[property];
    return rule !== undefined && !meansTheSame(rule, from[property], to[property]);
  };
  const state = await type.update({ id: request.getId(), from, to, changed }, session);
  response.setProperties(writeProperties(inSpellingOf(type, state, to)));
  return response;
}

function namingRequest(request: rpc.CheckRequest): NamingRequest {
  const options = request.getAutonaming();
  const modes = CheckRequest.AutonamingOptions.Mode;
  const mode =
    options?.getMode() === modes.DISABLE ? "disable" : options?.getMode() === modes.ENFORCE ? "enforce" : "propose";
  return {
    logicalName: request.getName() || (request.getUrn().split("::").pop() ?? ""),
    randomSeed: request.getRandomseed_asU8(),
    proposed: options && { name: options.getProposedName(), mode },
  };
}

function wanted(struct: Parameters<typeof readProperties>[0]): Properties {
  const { [defaultsKey]: _, ...inputs } = readProperties(struct);
  return inputs;
}

function unknownOutputs<Session>(type: ResourceType<Session>): Properties {
  const names = type.naming?.takesPrefix ? ["name", ...type.outputs] : type.outputs;
  return Object.fromEntries(names.map((name) => [name, unknownValue]));
}

// A name made from a prefix is part of the state alone.
function namedBefore(from: Properties, to: Properties): Properties {
  return to.name === undefined && from.name !== undefined ? { name: from.name } : {};
}

function propertyDiff(change: InputChange): PropertyDiff {
  const { Kind } = PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  } as const;
  const diff = new PropertyDiff();
  diff.setKind(kinds[change.kind][change.replaces ? 1 : 0]);
  diff.setInputdiff(true);
  return diff;
}
