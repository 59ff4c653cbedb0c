import { expect } from "chai";
import { partyNames } from "../../../automation/fleet/grant-list";
import { findParty, parties, partyTitle, vendorOf } from "../../../automation/parties/parties";
import { accountSettingsSchema, grantSetSchema } from "../../../components/account-settings";

describe("the parties", () => {
  it("are those an account can have a grant for, everywhere", () => {
    const known = Object.keys(grantSetSchema.shape);
    expect(parties.map(({ name }) => name)).to.have.members(known);
    expect([...partyNames]).to.have.members(known);
  });

  it("name every role of their grants, the one they enter by first", () => {
    const settings = accountSettingsSchema.parse({
      accountId: "222222222222",
      grants: {
        spot: { token: { env: "SPOTINST_TOKEN" }, rolePath: "/vendors/" },
        spacelift: { endpoint: "https://acme.app.spacelift.io" },
        spinnaker: {
          principalArns: ["arn:aws:iam::111111111111:role/SpinnakerAuthRole"],
          ecs: { executionRoleName: "Tasks" },
          lambda: {},
        },
        stacker: { masterAccountId: "111111111111", serviceRole: { bucketName: "acme-stacker" } },
        deadline: { principalArns: ["arn:aws:iam::111111111111:role/RenderHost"] },
      },
    });
    const roles = parties.map(({ name, listRoles }) => [
      name,
      ...listRoles(settings).map((role) => `${role.field} ${role.path}${role.name}`),
    ]);
    expect(roles).to.deep.equal([
      ["spot", "roleName /vendors/SpotRole"],
      ["spacelift", "roleName /SpaceliftRole"],
      ["spinnaker", "roleName /spinnakerManaged", "baseRoleName /BaseIAMRole", "ecs.executionRoleName /Tasks"],
      ["stacker", "roleName /Stacker", "serviceRole.roleName /StackerCloudFormation"],
      [
        "deadline",
        "roleName /DeadlineEventPluginAdmin",
        "workerRoleName /DeadlineSpotWorker",
        "fleetRoleName /DeadlineSpotFleet",
        "createResourceTrackerRole /DeadlineResourceTrackerAccessRole",
      ],
    ]);
  });

  it("name the role of Deadline's hosts where it is made", () => {
    const managedRoleArns = ["arn:aws:iam::222222222222:role/DeadlineEventPluginAdmin"];
    const managing = { deadline: { instanceRole: {}, managedRoleArns } };
    const settings = accountSettingsSchema.parse({ accountId: "111111111111", grants: {}, managing });
    expect(findParty("deadline")?.listRoles(settings)).to.deep.equal([
      { name: "DeadlineHost", path: "/", field: "managing.instanceRole.roleName" },
    ]);
  });

  it("name no role of Deadline that an account has already", () => {
    const deadline = { principalArns: ["arn:aws:iam::111111111111:role/RenderHost"], createFleetRole: false };
    const listed = (more: object) => {
      const grants = { deadline: { ...deadline, ...more } };
      return findParty("deadline")?.listRoles(accountSettingsSchema.parse({ accountId: "222222222222", grants }));
    };
    for (const more of [{ resourceTracker: false }, { createResourceTrackerRole: false }]) {
      expect(listed(more)?.map(({ name }) => name)).to.deep.equal(["DeadlineEventPluginAdmin", "DeadlineSpotWorker"]);
    }
  });

  it("are called as a person writes them, and by their own word when nobody knows them", () => {
    expect([partyTitle("spot"), partyTitle("auditor"), findParty("auditor")]).to.deep.equal([
      "Spot",
      "auditor",
      undefined,
    ]);
    expect(() => vendorOf("stacker")).to.throw("stacker has no vendor side");
  });
});
