import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { createStackEventLog, resourceName, resourceType } from "../../../automation/engine/stack-events";

const urn = "urn:pulumi:1::acme::my:Comp$aws:iam/role:Role::access-role";

const event = (content: object) => ({ sequence: 1, timestamp: 0, ...content }) as EngineEvent;
const step = (op: OpType, of: string) => event({ resourcePreEvent: { metadata: { op, urn: of } } });

describe("The events of an operation", () => {
  it("tell every step worth showing and none about the stack or its providers", () => {
    const steps: string[] = [];
    const log = createStackEventLog((message) => steps.push(message));
    log.read(step("create", "urn:pulumi:1::acme::pulumi:pulumi:Stack::acme-1"));
    log.read(step("create", "urn:pulumi:1::acme::pulumi:providers:aws::account"));
    log.read(step("same", urn));
    log.read(step("create", urn));
    log.read(step("delete", urn));

    expect(steps).to.deep.equal(["creating Role access-role", "deleting Role access-role"]);
  });

  it("keep each error once, without colour marks, and nothing of lower severity", () => {
    const log = createStackEventLog(() => {});
    const told = (severity: string, message: string) =>
      event({ diagnosticEvent: { severity, message, color: "raw", urn } });
    log.read(told("debug", "secret in plain text"));
    log.read(told("warning", "careful"));
    log.read(told("error", "<{%fg 1%}>no role<{%reset%}>\n"));
    log.read(told("error", "no role\n"));

    expect(log.errors()).to.deep.equal([{ urn, message: "no role" }]);
    expect(log.foundInterrupted()).to.equal(false);
    log.read(
      told("warning", "Attempting to deploy or update resources with 1 pending operations from previous deployment."),
    );
    expect(log.foundInterrupted()).to.equal(true);
  });

  it("count changes by kind, with zeros for what did not happen", () => {
    const log = createStackEventLog(() => {});
    expect(log.changes()).to.deep.equal({ create: 0, update: 0, replace: 0, delete: 0, same: 0 });
    log.read(
      event({
        summaryEvent: { resourceChanges: { create: 2, import: 1, same: 4, "create-replacement": 1, replace: 1 } },
      }),
    );
    expect(log.changes()).to.deep.equal({ create: 3, update: 0, replace: 1, delete: 0, same: 4 });
  });

  it("name a resource by the last word of its type and its own name", () => {
    expect(resourceType(urn)).to.equal("aws:iam/role:Role");
    expect(resourceName(urn)).to.equal("Role access-role");
    expect(resourceName("urn:pulumi:1::acme::pulumi-nodejs:dynamic/cross-account:SpotAccount::a")).to.equal(
      "SpotAccount a",
    );
  });
});
