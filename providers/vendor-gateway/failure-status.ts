import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { PartialFailure } from "../resource-handler";
import { toStruct } from "./property-struct";

/** The gRPC status of a failed call. A {@link PartialFailure} carries what exists, for the engine to record. */
export function failureStatus(error: unknown): Partial<grpc.StatusObject> & { message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const status = { code: grpc.status.UNKNOWN, details: message, message };
  return error instanceof PartialFailure ? { ...status, metadata: initFailure(error) } : status;
}

/** gRPC has no structured errors in Node; the engine reads this one header, as the stock provider writes it. */
function initFailure({ id, properties, reasons, message }: PartialFailure): grpc.Metadata {
  const detail = new ErrorResourceInitFailed().setId(id).setProperties(toStruct(properties)).setReasonsList(reasons);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}
