import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../resource-handler";

/** Properties as the engine sends them. */
export function toProperties(struct: Struct): Properties {
  return struct.toJavaScript();
}

/** Properties as the engine wants them: what is undefined is left out, as a protobuf struct has no such value. */
export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>);
}
