import { expect } from "chai";
import { portableSettings } from "../../../automation/plan/portable-settings";

const folder = "/srv/fleet";
const portable = (settings: unknown): unknown => portableSettings(settings, folder);

describe("portableSettings", () => {
  it("hides passwords in addresses, and nothing else of them", () => {
    expect(portable({ backend: "postgres://fleet:hunter2@db.internal:5432/state?sslmode=require" })).to.deep.equal({
      backend: "postgres://fleet:[hidden]@db.internal:5432/state?sslmode=require",
    });
    expect(portable({ url: "https://api.example.com/a:b@c" })).to.deep.equal({ url: "https://api.example.com/a:b@c" });
  });

  it("names paths from the fleet's folder on, so that they read the same on another machine", () => {
    const settings = (at: string) => ({
      backend: `file://${at}/state`,
      token: { file: `${at}/spot-token` },
      folder: `${at}/artefacts`,
      here: at,
      elsewhere: "/etc/token",
      neighbour: "/srv/fleet-two/token",
    });
    expect(portable(settings(folder))).to.deep.equal({
      ...settings("."),
      elsewhere: "/etc/token",
      neighbour: "/srv/fleet-two/token",
    });
    expect(portableSettings(settings("/home/me"), "/home/me")).to.deep.equal(portable(settings(folder)));
  });

  it("hides what commands that print tokens are called with, and still tells whether it is the same", () => {
    const told = (command: string[]): string => JSON.stringify(portable({ token: { command } }));
    expect(told(["vault", "read", "-token=hvs.secret"])).not.to.include("hvs.secret");
    expect(told(["vault", "read", "-token=hvs.secret"])).to.include('"vault"');
    expect(told(["vault", "read"])).to.equal(told(["vault", "read"]));
    expect(told(["vault", "read"])).not.to.equal(told(["vault", "list"]));
    expect(portable({ command: ["print-token"] })).to.deep.equal({ command: ["print-token"] });
  });
});
