import { once } from "node:events";
import { expect } from "chai";
import { Heartbeat } from "../../../automation/lease/heartbeat";
import type { LeaseHolder } from "../../../automation/lease/lease-record";

const holder: LeaseHolder = {
  ...{ id: "one", host: "here", machine: "here", pid: 1, user: "ann", verb: "up", since: "2026-01-31T09:45:00.000Z" },
  ...{ ttlMs: 30, beats: 0 },
};

describe("The signs of life of a run", () => {
  it("go on, each with the version of the one before, until it ends", async () => {
    const written: [number, string][] = [];
    const third = new Promise<void>((resolve) => {
      const beat = new Heartbeat({
        ...{ fleet: "acme", holder, version: "v0", readOther: async () => undefined },
        write: async ({ beats }, version) => {
          written.push([beats, version]);
          if (beats === 3) setImmediate(() => void beat.stop().then(() => resolve()));
          return `v${beats}`;
        },
      });
    });
    await third;
    expect(written.slice(0, 3)).to.deep.equal([
      [1, "v0"],
      [2, "v1"],
      [3, "v2"],
    ]);
  });

  it("survive a store that cannot be reached for a while, and say the same again once it can", async () => {
    const written: number[] = [];
    const reached = new Promise<Heartbeat>((resolve) => {
      const beat = new Heartbeat({
        ...{ fleet: "acme", holder, version: "v0", readOther: async () => undefined, now: () => 0 },
        write: async ({ beats }) => {
          written.push(beats);
          if (written.length < 3) throw new Error("no connection");
          resolve(beat);
          return `v${beats}`;
        },
      });
    });
    const beat = await reached;
    expect(beat.lost.aborted).to.equal(false);
    expect(written).to.deep.equal([1, 1, 1]);
    await beat.stop();
  });

  it("end with the lease lost when none was kept for two thirds of the time others wait", async () => {
    let now = 0;
    const beat = new Heartbeat({
      ...{ fleet: "acme", holder, version: "v0", readOther: async () => undefined, now: () => now },
      write: async () => {
        now += 10;
        throw new Error("no connection");
      },
    });
    await once(beat.lost, "abort");
    expect(now).to.equal(20);
    expect((beat.lost.reason as Error).message).to.match(/could not be told for too long that this run goes on/);
    await beat.stop();
  });
});
