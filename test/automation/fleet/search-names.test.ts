import { expect } from "chai";
import { RefusedError } from "../../../automation/errors";
import { findTaken, type NameLook } from "../../../automation/fleet/search-names";
import { assertNamesFree, type GrantedName, type NameCollision } from "../../../automation/plan/collisions";

const names: GrantedName[] = [
  { party: "spot", kind: "role", name: "SpotRole" },
  { party: "spot", kind: "policy", name: "SpotManagedPolicy" },
  { party: "spinnaker", kind: "instance-profile", name: "BaseIAMRole" },
  { party: "spinnaker", kind: "user", name: "spinnaker" },
  { party: "stacker", kind: "bucket", name: "acme-stacker" },
];

/** An account in which something has these names. */
function accountWith(...there: string[]): NameLook {
  const has = (name: string) => there.includes(name);
  return {
    signal: new AbortController().signal,
    hasBucket: async (name) => has(`bucket ${name}`),
    iam: {
      readRole: async (name) => (has(`role ${name}`) ? { arn: "", trust: "" } : undefined),
      listPolicyNames: async () => there.flatMap((one) => /^policy (.*)$/.exec(one)?.[1] ?? []),
      hasUser: async (name) => has(`user ${name}`),
      readInstanceProfile: async (name) => (has(`profile ${name}`) ? { path: "/", roleNames: [] } : undefined),
    },
  };
}

describe("findTaken", () => {
  it("finds each kind by its own name, in IAM also where it is written in other cases", async () => {
    const everything = [
      "role SpotRole",
      "policy spotmanagedpolicy",
      "profile BaseIAMRole",
      "user spinnaker",
      "bucket acme-stacker",
    ];
    for (const [index, one] of everything.entries()) {
      expect(await findTaken(names, accountWith(one))).to.deep.equal(names.slice(index, index + 1));
    }
    expect(await findTaken(names, accountWith(...everything))).to.deep.equal(names);
    const others = accountWith("role BaseIAMRole", "policy SpotManagedPolicy-2");
    expect(await findTaken(names, others)).to.deep.equal([]);
  });
});

describe("assertNamesFree", () => {
  const collision = (id: string, taken: string): NameCollision => ({
    account: { id, name: `shop-${id[0]}` },
    party: "spot",
    kind: "role",
    taken,
  });
  const refusalOf = (collisions: NameCollision[]): RefusedError | undefined => {
    try {
      assertNamesFree({ collisions, unseen: [] });
      return undefined;
    } catch (error) {
      return error instanceof RefusedError ? error : expect.fail(String(error));
    }
  };

  it("lets a plan pass whose names are free", () => {
    expect(refusalOf([])).to.equal(undefined);
  });

  it("refuses with every name and the accounts it is taken in, the same name once", () => {
    const refusal = refusalOf([
      collision("222222222222", "SpotRole"),
      collision("333333333333", "SpotRole"),
      collision("333333333333", "Other"),
    ]);
    expect(refusal?.message).to.match(/^3 names that are to be made in 2 accounts are taken there/);
    expect(refusal?.reasons).to.deep.equal([
      "2 accounts (shop-2, shop-3): there is a role SpotRole already, which the grant to Spot is to make",
      "shop-3 (333333333333): there is a role Other already, which the grant to Spot is to make",
    ]);
    expect(refusal?.instruction).to.include("--no-name-check");
    expect(refusalOf([collision("222222222222", "SpotRole")])?.message).to.match(
      /^1 name that is to be made in 1 account is taken there/,
    );
  });
});
