import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Found } from "./plugin";
import { type Properties, writeProperties } from "./property-values";

/** Thrown when a resource was made but could not be brought to what was wanted: it is kept, and updated by the next run. */
export class CreatedInPart extends Error {
  constructor(
    readonly found: Found,
    cause: unknown,
  ) {
    super(messageOf(cause), { cause });
    this.name = "CreatedInPart";
  }
}

/** Thrown when a resource type, a function or an instance is asked for that this plugin does not have. */
export class NotImplemented extends Error {
  override readonly name = "NotImplemented";
}

/** The error as the engine understands it; its text is what a person reads. */
export function callFailure(doing: string, error: unknown, inputs: Properties = {}): Partial<ServiceError> {
  if (error instanceof NotImplemented) return { code: status.UNIMPLEMENTED, details: error.message };
  // The words around the message are those of the bridge to Terraform, which the real plugin is.
  const details = `${doing}: 1 error occurred:\n\t* ${messageOf(error)}\n\n`;
  if (!(error instanceof CreatedInPart)) return { code: status.UNKNOWN, details };
  return { code: status.UNKNOWN, details, metadata: initFailure(error, details, inputs) };
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function initFailure(error: CreatedInPart, details: string, inputs: Properties): Metadata {
  const failure = new ErrorResourceInitFailed();
  failure.setId(error.found.id);
  failure.setProperties(writeProperties(error.found.state));
  failure.setInputs(writeProperties(inputs));
  failure.setReasonsList([error.message]);
  const packed = new Any();
  packed.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const wire = new Status();
  wire.setCode(status.UNKNOWN);
  wire.setMessage(details);
  wire.addDetails(packed);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(wire.serializeBinary()));
  return metadata;
}
