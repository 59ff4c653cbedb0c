import type { EngineEvent, OpMap } from "@pulumi/pulumi/automation";
import type { ChangeCounts } from "../model";

/** An error told by the engine, a provider or the program while an operation ran. */
export interface StackDiagnostic {
  /** The resource it is about; none when it is about the operation as a whole. */
  urn?: string;
  message: string;
}

/** What the events of one operation come to. */
export interface StackEventLog {
  /** Takes in the next event; never throws. */
  read(event: EngineEvent): void;
  /** All zero before the operation ended. */
  changes(): ChangeCounts;
  /** Errors in the order they were told, each once. */
  errors(): StackDiagnostic[];
  /** Whether the engine told of operations that were interrupted in an earlier run and are still recorded. */
  foundInterrupted(): boolean;
}

const verbs: Record<string, string> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  "create-replacement": "replacing",
  delete: "deleting",
  "delete-replaced": "deleting",
};

/**
 * Makes a reader of engine events that keeps the changes and the errors, and tells every step worth showing.
 *
 * Debug events are dropped unread: they carry secret outputs in plain text (measured on 3.246.0).
 */
export function createStackEventLog(onStep: (message: string) => void): StackEventLog {
  const errors = new Map<string, StackDiagnostic>();
  let interrupted = false;
  let changes: ChangeCounts = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
  return {
    read({ diagnosticEvent, resourcePreEvent, summaryEvent }) {
      if (diagnosticEvent?.severity === "error") {
        const message = withoutColors(diagnosticEvent.message).trim();
        const { urn } = diagnosticEvent;
        errors.set(`${urn} ${message}`, { message, ...(urn ? { urn } : {}) });
      }
      // Source: github pulumi/pulumi `pkg/resource/deploy/deployment_executor.go`.
      if (diagnosticEvent?.severity === "warning") interrupted ||= /pending operations/.test(diagnosticEvent.message);
      if (resourcePreEvent) {
        const { op, urn } = resourcePreEvent.metadata;
        const verb = verbs[op];
        if (verb && !isBookkeeping(urn)) onStep(`${verb} ${resourceName(urn)}`);
      }
      if (summaryEvent) changes = countChanges(summaryEvent.resourceChanges);
    },
    changes: () => changes,
    foundInterrupted: () => interrupted,
    errors: () => [...errors.values()],
  };
}

/** A resource as a person knows it: the last word of its type and its name, for example `Role spot-role`. */
export function resourceName(urn: string): string {
  return `${resourceType(urn).split(":").at(-1)} ${urn.split("::").at(-1)}`;
}

/** The type token of a resource, without those of its parents. */
export function resourceType(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function isBookkeeping(urn: string): boolean {
  const type = resourceType(urn);
  return type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");
}

function countChanges(counts: OpMap): ChangeCounts {
  return {
    create: (counts.create ?? 0) + (counts.import ?? 0),
    update: counts.update ?? 0,
    replace: counts.replace ?? 0,
    delete: counts.delete ?? 0,
    same: counts.same ?? 0,
  };
}

function withoutColors(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "");
}
