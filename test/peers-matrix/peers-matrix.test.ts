import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { packageRoot } from "../../examples/sandbox/source-folder";
import { comingAndGoing } from "./coming-and-going";
import { knowing } from "./knowing";
import { rollout } from "./rollout";
import type { Row } from "./row";
import { targetsAndTrust } from "./targets-and-trust";
import { vendorSide } from "./vendor-side";

const rows: readonly Row[] = [...targetsAndTrust, ...vendorSide, ...rollout, ...comingAndGoing, ...knowing];

describe("What tools of this field have, or their users ask for", () => {
  it("is told of row by row, none missing and each either shown by tests or left out for a reason", () => {
    expect(rows.map(({ number }) => number)).to.deep.equal(Array.from({ length: 78 }, (_, index) => index + 1));
    const untold = rows.filter(({ shownBy, leftOut }) => leftOut === undefined && !Object.keys(shownBy ?? {}).length);
    expect(untold.map(({ number }) => number)).to.deep.equal([]);
  });

  for (const { number, feature, shownBy } of rows) {
    if (shownBy === undefined) continue;
    it(`${number} ${feature}`, () => {
      for (const [name, titles] of Object.entries(shownBy)) {
        expect(titlesIn(`${name}.test.ts`), name).to.include.members([...titles]);
        expect(titles, name).not.to.deep.equal([]);
      }
    });
  }
});

/** Titles of the tests in a file, as they are written there; those that are left out with `skip` are none. */
function titlesIn(name: string): string[] {
  const file = path.join(packageRoot(), "test", name);
  expect(existsSync(file), `test/${name}`).to.equal(true);
  const written = readFileSync(file, "utf8").matchAll(/\bit\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/gs);
  return [...written].map(([, , title = ""]) => title.replaceAll(/\\(.)/gs, "$1"));
}
