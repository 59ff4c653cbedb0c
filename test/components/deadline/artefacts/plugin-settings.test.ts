import { expect } from "chai";
import {
  type DeadlineSpotSettings,
  renderDeadlineSpotSettings,
} from "../../../../components/deadline/artefacts/plugin-settings";
import { loadRfdkConversion } from "../../../support/rfdk-conversion";

const region = "us-east-1";
const write = (settings: DeadlineSpotSettings): Record<string, unknown> =>
  Object.fromEntries(
    JSON.parse(renderDeadlineSpotSettings(settings)).map(({ Key, Value }: { Key: string; Value: unknown }) => [
      Key,
      Value,
    ]),
  );

describe("The settings of Deadline's plugin", function () {
  this.timeout(120_000);

  it("are taken unchanged by RFDK's own conversion, beside the two of the credentials, which it adds itself", async () => {
    const { convertSpotEventPluginSettings } = await loadRfdkConversion();
    const { UseLocalCredentials, NamedProfile, ...settings } = write({ region });
    expect(convertSpotEventPluginSettings(settings)).to.deep.equal(settings);
    expect({ UseLocalCredentials, NamedProfile }).to.deep.equal({ UseLocalCredentials: true, NamedProfile: "" });
    expect(() => convertSpotEventPluginSettings({ ...settings, IdleShutdown: "soon" })).to.throw("IdleShutdown");
  });

  it("say the defaults of Deadline", () => {
    expect(write({ region })).to.deep.include({
      AWSInstanceStatus: "Disabled",
      IdleShutdown: 10,
      Logging: "Standard",
      PreJobTaskMode: "Conservative",
      Region: region,
      ResourceTracker: true,
      StaggerInstances: 50,
      State: "Global Enabled",
      StrictHardCap: false,
    });
  });

  it("say what was asked for", () => {
    const asked = { region: "Multi-Region", enabled: false, namedProfile: "render", resourceTracker: false };
    expect(write({ ...asked, logging: "Debug", instanceStatusColumn: "ExtraInfo3" })).to.deep.include({
      Region: "Multi-Region",
      State: "Disabled",
      NamedProfile: "render",
      UseLocalCredentials: true,
      ResourceTracker: false,
      Logging: "Debug",
      AWSInstanceStatus: "ExtraInfo3",
    });
    expect(write({ region, storedAccessKey: true })).to.deep.include({ UseLocalCredentials: false, NamedProfile: "" });
  });

  const refused: [string, Partial<DeadlineSpotSettings>, RegExp][] = [
    ["a region that is none", { region: "virginia" }, /region "virginia"/],
    ["an availability zone", { region: "us-east-1a" }, /no region/],
    ["a logging level that is none", { logging: "verbose" }, /"verbose" is none of Standard, Verbose/],
    ["a mode that is none", { preJobTaskMode: "Eager" }, /"Eager" is none of/],
    ["a column that is none", { instanceStatusColumn: "ExtraInfo10" }, /"ExtraInfo10" is none of/],
    ["half a minute", { idleShutdownMinutes: 0.5 }, /idleShutdownMinutes is 0.5/],
    ["nothing to start", { staggerInstances: 0 }, /staggerInstances is 0/],
    [
      "a profile beside a stored key",
      { storedAccessKey: true, namedProfile: "render" },
      /means nothing with storedAccessKey/,
    ],
    ["a profile with a space", { namedProfile: "my render" }, /has a space/],
  ];
  for (const [what, change, reason] of refused) {
    it(`are refused with ${what}`, () => {
      expect(() => renderDeadlineSpotSettings({ region, ...change })).to.throw(reason);
    });
  }
});
