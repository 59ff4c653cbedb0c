import { expect } from "chai";
import { openTelemetry } from "../../../automation/cli/open-telemetry";
import { InputError } from "../../../automation/errors";
import { CapturingTerminal } from "./capturing-terminal";

const notInstalled = async () => undefined;
const mustNotLoad = () => expect.fail("the SDK is not wanted");

describe("openTelemetry", () => {
  let terminal: CapturingTerminal;
  beforeEach(() => {
    terminal = new CapturingTerminal();
  });

  it("loads nothing unless it is asked for or a variable names a place", async () => {
    await (await openTelemetry(false, {}, terminal, mustNotLoad)).close();
    const disabled = { OTEL_SDK_DISABLED: "true", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" };
    await (await openTelemetry(true, disabled, terminal, mustNotLoad)).close();
    expect(terminal.err).to.equal("");
  });

  it("refuses --otel where the SDK is not installed, and says what to install", async () => {
    const opening = openTelemetry(true, {}, terminal, notInstalled);
    const error = await opening.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InputError);
    expect(String(error)).to.include("npm install @opentelemetry/sdk-node");
  });

  it("remarks it where only a variable asks for it, and goes on", async () => {
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:1" };
    await (await openTelemetry(false, env, terminal, notInstalled)).close();
    expect(terminal.err).to.match(/^No telemetry is sent: .*npm install @opentelemetry\/sdk-node\n$/);
  });
});
