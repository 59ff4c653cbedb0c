import { expect } from "chai";
import { ListSource } from "../../../automation/fleet/list-source";

describe("ListSource", () => {
  it("takes the accounts as they are written, with the units they name and those above", async () => {
    const list = [
      { accountId: "222222222222", name: "shop", ou: "/Workloads/Prod", tags: { stage: "prod" } },
      { accountId: "111111111111", ou: "/" },
    ];
    const { accounts, ouPaths } = await new ListSource(list, "111111111111").listAccounts();
    expect(accounts).to.deep.equal([
      {
        ...{ id: "222222222222", name: "shop", ouPath: "/Workloads/Prod", state: "ACTIVE", management: false },
        tags: { stage: "prod" },
      },
      { id: "111111111111", name: "111111111111", ouPath: "/", state: "ACTIVE", management: true },
    ]);
    expect(ouPaths).to.deep.equal(["/", "/Workloads", "/Workloads/Prod"]);
  });
});
