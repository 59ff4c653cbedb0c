import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { DriftedResource, PlannedChange, RecordedRole } from "../model";
import { readDrift } from "./drifted-resources";
import { readPlannedChange } from "./planned-changes";
import { readRole } from "./recorded-roles";

/** What the steps of one operation tell about resources, beside the changes. */
export interface StepFindings {
  /** Takes in the next event. */
  read(event: EngineEvent): void;
  /** The IAM roles of the stack, each as the last step about it left it. */
  roles(): RecordedRole[];
  /** What a refresh found to be different from what the stack records. */
  drift(): DriftedResource[];
  /** What the operation does to resources, or would do. */
  planned(): PlannedChange[];
}

/** Makes a reader of engine events for an operation whose steps are looked at one by one. */
export function createStepFindings(): StepFindings {
  const roles = new Map<string, RecordedRole>();
  const drift: DriftedResource[] = [];
  const planned: PlannedChange[] = [];
  return {
    read({ resourcePreEvent, resOutputsEvent }) {
      const change = resourcePreEvent && readPlannedChange(resourcePreEvent.metadata);
      if (change) planned.push(change);
      if (!resOutputsEvent) return;
      const role = readRole(resOutputsEvent.metadata);
      if (role) roles.set(role.arn, role);
      const drifted = readDrift(resOutputsEvent.metadata);
      if (drifted) drift.push(drifted);
    },
    roles: () => [...roles.values()],
    drift: () => drift,
    planned: () => planned,
  };
}
