import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { Figures } from "./figures";
import { FleetStory } from "./fleet-story";
import { tellStories } from "./tell-stories";

describe("vendor accounts under faults and kills", function () {
  this.timeout(300_000);

  it("are made exactly once, kept and taken away again, without anybody's help", async () => {
    const seed = 20_260_131;
    const figures = await tellStories({ seed, fleets: 1, accounts: 2, tries: 1, kills: 3 });
    process.stdout.write(`${figures.describe()}\n`);
    expect(figures.isFlawless, `seed ${seed}\n${figures.describe()}`).to.equal(true);
    expect(figures.allKills).to.be.at.least(3);
    expect(figures.vendor.struck).to.be.greaterThan(0);
    expect(figures.lifecycles).to.be.greaterThan(0);
  });

  it("are seen to be made twice by a build that does not look before it makes one", async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "exactly-once-broken-"));
    const script = "dist/test/exactly-once/broken-orchestrator.js";
    const story = await FleetStory.begin({ dir, seed: 1, accounts: 1, tries: 1, script });
    try {
      expect(await story.tellLostAnswer()).to.equal(false);
      expect(story.figures.duplicates, story.figures.describe()).to.be.greaterThan(0);
    } finally {
      await story.close();
      await rm(dir, { recursive: true, force: true });
    }
  });

  it("count into figures that name everything", () => {
    const figures = new Figures();
    const other = new Figures();
    other.kills.cli = 2;
    other.accountsMade.add("act-1");
    other.vendor = { received: 20, calls: 10, struck: 4, faults: { latency: 4 } };
    figures.add(other);
    figures.add(other);
    expect(figures.isFlawless).to.equal(true);
    expect(figures.faultyShare).to.equal(0.4);
    other.lost = 1;
    figures.add(other);
    expect(figures.isFlawless).to.equal(false);
    expect(figures.describe().split("\n")).to.deep.equal([
      "kills 6 (cli 6, orchestrator 0, sandbox 0)",
      "faults in 12 of 30 vendor calls under faults (latency 12), 60 calls in all",
      "lifecycles 0, runs 0, accounts made 1",
      "duplicates 0, orphans 0, lost 1",
    ]);
  });
});
