import type * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { version } from "@pulumi/pulumi/version";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties, ResourceDiff, ResourceHandler } from "../resource-handler";
import { isUnknown } from "../resource-inputs";
import { resourceKinds, resourceType } from "../resource-kind";
import { shimText } from "../shim";
import { failureStatus } from "./failure-status";
import { toProperties, toStruct } from "./property-struct";

/**
 * The methods of the dynamic-provider protocol that an engine calls; all others answer UNIMPLEMENTED, as the stock
 * provider does.
 */
export type ServedMethods = Pick<
  IResourceProviderServer,
  "attach" | "cancel" | "getPluginInfo" | "configure" | "check" | "diff" | "create" | "read" | "update" | "delete"
>;

/**
 * Serves resources the way the stock dynamic provider does, so that state written by one can be used by the other.
 *
 * Source of the semantics: `@pulumi/pulumi/cmd/dynamic-provider/index.js`. The handler is found by the exact
 * `__provider` text; nothing is ever evaluated.
 *
 * @param within Runs the work for one resource of a stack; by default just runs it.
 */
export function serveResources(
  findHandler: (providerText: unknown) => ResourceHandler,
  within: Within = (_stack, work) => work(),
): ServedMethods {
  const answer = answerWithin(within);
  const handlerOf = (props: Properties) => findHandler(props.__provider);
  // In a preview even the provider text can be unknown; the stored one stands in.
  const handlerOfEither = (olds: Properties, news: Properties) => handlerOf(isUnknown(news.__provider) ? olds : news);

  return {
    attach: answer(async () => new Empty()),
    // An engine that gives up ends its own process; what runs here finishes, so that nothing half-made is forgotten.
    cancel: answer(async () => new Empty()),
    getPluginInfo: answer(async () => new PluginInfo().setVersion(version)),
    configure: answer(async () => new messages.ConfigureResponse().setAcceptsecrets(false)),
    check: answer(async (request) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      const { inputs, failures } = await handlerOfEither(olds, news).check(olds, news);
      return new messages.CheckResponse()
        .setInputs(toStruct(withProvider(inputs, news)))
        .setFailuresList(failures.map(toCheckFailure));
    }),
    diff: answer(async (request) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      return toDiffResponse(await handlerOfEither(olds, news).diff(request.getId(), olds, news));
    }),
    create: answer(async (request) => {
      const inputs = propertiesOf(request.getProperties());
      const { id, outs } = await handlerOf(inputs).create(inputs);
      return new messages.CreateResponse().setId(id).setProperties(toStruct(withProvider(outs, inputs)));
    }),
    read: answer(async (request) => {
      const sent = propertiesOf(request.getProperties());
      const stored = Object.keys(sent).length > 0 ? sent : { __provider: providerOfType(request.getUrn()) };
      const { id, props, inputs } = await handlerOf(stored).read(request.getId(), stored);
      const response = new messages.ReadResponse().setId(id ?? "");
      if (inputs) {
        response.setInputs(toStruct(withProvider(inputs, stored)));
      }
      return response.setProperties(toStruct(withProvider(props ?? {}, stored)));
    }),
    update: answer(async (request) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      const { outs } = await handlerOf(news).update(request.getId(), olds, news);
      return new messages.UpdateResponse().setProperties(toStruct(withProvider(outs, news)));
    }),
    delete: answer(async (request) => {
      const stored = propertiesOf(request.getProperties());
      await handlerOf(stored).delete(request.getId(), stored);
      return new Empty();
    }),
  };
}

/**
 * The provider text of a resource that is imported: the engine sends nothing but its URN and id then, so the stock
 * provider, which knows a resource by its state alone, cannot import any.
 */
function providerOfType(urn: string): string | undefined {
  const type = urn.split("::")[2]?.split("$").at(-1);
  const kind = resourceKinds.find((candidate) => resourceType(candidate) === type);
  return kind && shimText(kind);
}

type Within = <Result>(stack: string, work: () => Promise<Result>) => Promise<Result>;

function answerWithin(within: Within) {
  return <Request, Response>(
    handle: (request: Request) => Promise<Response>,
  ): grpc.handleUnaryCall<Request, Response> =>
    ({ request }, callback) => {
      within(stackOf(request), () => handle(request)).then(
        (response) => callback(null, response),
        (error) => callback(failureStatus(error)),
      );
    };
}

/** The stack a request is about, as the URN of its resource tells; an empty text where it is about none. */
function stackOf(request: unknown): string {
  const { getUrn } = request as { getUrn?(): string };
  return getUrn?.call(request).split(":")[2] ?? "";
}

function propertiesOf(struct: Struct | undefined): Properties {
  return struct ? toProperties(struct) : {};
}

function withProvider(properties: Properties, source: Properties): Properties {
  return { ...properties, __provider: source.__provider };
}

function toCheckFailure({ property, reason }: { property: string; reason: string }): messages.CheckFailure {
  return new messages.CheckFailure().setProperty(property).setReason(reason);
}

function toDiffResponse({ changes, replaces = [], deleteBeforeReplace = false }: ResourceDiff): messages.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse()
    .setChanges(changes ? DIFF_SOME : DIFF_NONE)
    .setReplacesList(replaces)
    .setDeletebeforereplace(deleteBeforeReplace);
}
