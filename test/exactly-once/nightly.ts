import { expect } from "chai";
import { tellStories } from "./tell-stories";

const kills = 200;

describe("vendor accounts, the long story", function () {
  this.timeout(0);

  it(`are made exactly once through ${kills} kills and a vendor that fails in a third of its answers`, async () => {
    const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);
    process.stdout.write(`FAULT_SEED=${seed} tells this story again\n`);
    const onStep = (text: string) => process.stdout.write(`${new Date().toISOString()} ${text}\n`);
    const fleets = Number(process.env.FAULT_FLEETS ?? 3);
    const figures = await tellStories({ seed, fleets, accounts: 4, tries: 6, kills, onStep });
    process.stdout.write(`${figures.describe()}\n`);
    expect(figures.isFlawless, `seed ${seed}\n${figures.describe()}`).to.equal(true);
    expect(figures.allKills).to.be.at.least(kills);
    expect(figures.faultyShare).to.be.at.least(0.3);
  });
});
