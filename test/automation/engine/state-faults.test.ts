import { copyFile, readdir, truncate } from "node:fs/promises";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { failureOf } from "../../../automation/engine/errors";
import type { Failure } from "../../../automation/model";
import { mountSmallDisk, type SmallDisk } from "../../support/small-disk";
import { createSampleFleet, type SampleFleet } from "./sample-fleet";

const account = "111111111111";

describe("State that cannot be kept", function () {
  this.timeout(180_000);
  let fleet: SampleFleet;

  const failed = (running: Promise<unknown>): Promise<Failure> =>
    running.then(() => expect.fail("it did not fail"), failureOf);
  const up = (steps: string[] = []) =>
    fleet.engine.run(fleet.operation(account), { onProgress: ({ message }) => steps.push(message) });
  const program = (children: number) => async () => {
    for (let child = 0; child < children; child += 1)
      new pulumi.ComponentResource("acme:index:Grant", `grant-${child}`);
  };

  afterEach(() => fleet.dispose());

  describe("on a disk", () => {
    let disk: SmallDisk | undefined;

    beforeEach(async function () {
      disk = await mountSmallDisk();
      if (!disk) return this.skip();
      fleet = await createSampleFleet({ backend: `file://${disk.folder}` });
      fleet.setProgram(account, program(1));
    });
    afterEach(() => disk?.close());

    const onDisk = (): SmallDisk => disk ?? expect.fail("there is no disk");

    it("that is full from the start: says so, leaves no half-made stack, and goes on when there is room", async () => {
      await onDisk().fill(0);
      const failure = await failed(up());
      expect(failure.kind).to.equal("state");
      expect(failure.message).to.contain("no space left on device");
      expect(failure.instruction).to.contain("give it room");

      await onDisk().free();
      expect((await up()).changes).to.include({ create: 2 });
    });

    it("that fills up: says so, and goes on when there is room, whatever empty locks were left", async () => {
      await up();
      fleet.setProgram(account, program(40));
      await onDisk().fill(0);
      const failure = await failed(up());
      expect(failure.kind).to.equal("state");
      expect(failure.message).to.contain("no space left on device");
      const locks = await readdir(path.join(onDisk().folder, ".pulumi/locks/organization/acme", account));

      await onDisk().free();
      const steps: string[] = [];
      expect((await up(steps)).changes).to.include({ create: 39, same: 2 });
      if (locks.length > 0) expect(steps).to.include("removed a lock that was never written");
    });

    it("that may only be read: says so, of a new stack and of one that is there, and goes on afterwards", async () => {
      onDisk().setReadOnly(true);
      const fresh = await failed(up());
      onDisk().setReadOnly(false);
      await up();
      onDisk().setReadOnly(true);
      const known = await failed(up());
      onDisk().setReadOnly(false);

      for (const failure of [fresh, known]) {
        expect(failure.kind).to.equal("state");
        expect(failure.message).to.contain("read-only file system");
        expect(failure.instruction).to.contain("Make the folder of the state writable");
      }
      expect((await up()).changes).to.include({ same: 2 });
    });
  });

  it("was cut off: is whole again with the copy that the message names", async () => {
    fleet = await createSampleFleet();
    fleet.setProgram(account, program(1));
    await up();
    fleet.setProgram(account, program(2));
    await up();
    const file = path.join(fleet.folder, "state/.pulumi/stacks/acme", `${account}.json`);
    await copyFile(file, `${file}.whole`);
    await truncate(file, 100);
    const failure = await failed(up());
    expect(failure).to.include({ kind: "state" });
    expect(failure.instruction).to.contain(".json.bak beside it");

    await copyFile(`${file}.bak`, file);
    expect((await up()).changes.same).to.be.greaterThan(0);
  });

  it("in a backend that is down: says so without the password, when stacks are listed and when one is worked on", async () => {
    fleet = await createSampleFleet({ backend: "postgres://fleet:canary-password@127.0.0.1:1/state?sslmode=disable" });
    for (const failure of [await failed(fleet.engine.listStacks()), await failed(up())]) {
      expect(failure.kind).to.equal("state");
      expect(failure.message).to.contain("connection refused").and.contain("fleet:[hidden]@127.0.0.1:1");
      expect(failure.instruction).to.contain("Check that the state backend can be reached");
    }
  });
});
