import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { renderText } from "../../../automation/cli/render-text";
import { withArtefacts } from "../../../automation/fleet/with-artefacts";
import { runReport } from "../../../automation/report/json-reports";
import { reportSchema } from "../../../automation/report/report-schemas";
import { runText } from "../../../automation/report/run-text";
import { summarizeRun } from "../../../automation/run/run-summary";
import { mixedRun } from "../report/sample-run";
import { sampleSettings } from "./sample-fleet";

const asked = new Error("The state was asked.");
const engine = {
  listStacks: () => Promise.reject(asked),
  outcomeOf: () => Promise.reject(asked),
};

describe("withArtefacts", () => {
  let folder: string;
  const summary = { ...summarizeRun(mixedRun()), result: "done" as const };
  const spinnaker = '{ party: spinnaker, principalArns: ["arn:aws:iam::111111111111:role/SpinnakerAuthRole"] }';
  const settingsFor = (...grants: string[]) => {
    const rest = `artefacts: { folder: "${path.join(folder, "artefacts")}" }\naccounts: { list: [{ accountId: "222222222222" }] }`;
    return sampleSettings(rest, grants.length > 0 ? grants : undefined);
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "with-artefacts-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("asks and writes nothing for parties without artefacts", async () => {
    expect(await withArtefacts(summary, { settings: settingsFor(), folder, engine })).to.equal(summary);
  });

  it("leaves them as they are after a run that was cancelled", async () => {
    const cancelled = { ...summary, result: "cancelled" as const };
    expect(await withArtefacts(cancelled, { settings: settingsFor(spinnaker), folder, engine })).to.equal(cancelled);
  });

  it("tells what cannot be written, and keeps all that was done", async () => {
    await mkdir(path.join(folder, "artefacts"));
    await writeFile(path.join(folder, "artefacts", "spinnaker"), "a file where the folder should be");
    const ended = await withArtefacts(summary, { settings: settingsFor(), folder, engine });
    expect(ended.result).to.equal("failed");
    expect(ended.targets).to.deep.equal(summary.targets);
    const [{ path: where, failure } = {}] = ended.artefacts ?? [];
    expect([where, failure?.kind, failure?.message]).to.deep.equal([
      "artefacts/spinnaker",
      "artefact",
      "cannot be read (ENOTDIR)",
    ]);
    expect(reportSchema.safeParse(runReport(ended)).error).to.equal(undefined);
    const text = renderText(runText(ended), { hasColour: false });
    expect(text).to.contain(
      "FAILED artefacts/spinnaker: cannot be read (ENOTDIR)\n    What was done in the accounts stays.",
    );
  });

  it("tells what was written in the text of the run", () => {
    const artefacts = [
      { path: "artefacts/spinnaker/spinnaker-service.yaml", state: "written" as const },
      { path: "artefacts/stacker/stacker.yaml", state: "unchanged" as const },
    ];
    const text = renderText(runText({ ...summary, artefacts }), { hasColour: false });
    expect(text).to.contain(
      "Artefacts:\n  wrote artefacts/spinnaker/spinnaker-service.yaml\n  unchanged artefacts/stacker/stacker.yaml",
    );
  });
});
