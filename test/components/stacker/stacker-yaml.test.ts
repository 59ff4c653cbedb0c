import { expect } from "chai";
import { parse } from "yaml";
import { renderStackerYaml, type StackerStack, type StackerYaml } from "../../../components/stacker/stacker-yaml";
import { TrustError } from "../../../components/trust/trust-problem";
import { StackerConsumer } from "../../support/stacker-consumer";

const vpc: StackerStack = { name: "prod/vpc", classPath: "stacker_blueprints.vpc.VPC", profile: "prod" };
const minimal: StackerYaml = {
  bucketName: "acme-stacker",
  bucketRegion: "us-east-1",
  profiles: { master: "111111111111", prod: "222222222222" },
  stacks: [vpc],
};

describe("stacker.yaml", function () {
  this.timeout(120_000);
  let stacker: StackerConsumer;

  before(async () => {
    stacker = await StackerConsumer.install();
  });

  it("is read by stacker as it was meant, with everything that can be said", async () => {
    const serviceRoleArn = "arn:aws:iam::222222222222:role/StackerCloudFormation";
    const database: StackerStack = {
      name: "prod/database",
      templatePath: "templates/database.yaml",
      profile: "prod",
      region: "eu-west-1",
      requires: ["prod/vpc"],
      variables: { Vpc: "\u0024{output prod/vpc::VpcId}", Size: 3, Zones: ["a", "b"], Answer: "no" },
      tags: { owner: "data" },
    };
    const settings = { ...minimal, namespace: "acme", tags: { team: "on" }, serviceRoleArn, stacks: [vpc, database] };
    const understood = await stacker.parse(renderStackerYaml(settings));
    expect(understood).to.deep.include({
      namespace: "acme",
      stacker_bucket: "acme-stacker",
      stacker_bucket_region: "us-east-1",
      service_role: serviceRoleArn,
      tags: { team: "on" },
    });
    const [first, second] = understood.stacks as Record<string, unknown>[];
    expect(first).to.deep.include({ name: "prod/vpc", stack_name: "vpc", class_path: vpc.classPath, profile: "prod" });
    expect(second).to.deep.include({
      name: "prod/database",
      stack_name: "database",
      template_path: "templates/database.yaml",
      region: "eu-west-1",
      requires: ["prod/vpc"],
      variables: { ...database.variables },
      tags: { owner: "data" },
    });
  });

  it("is refused by stacker when a key is misspelt, so that reading it proves something", async () => {
    const misspelt = renderStackerYaml(minimal).replace("profile:", "profil:");
    const refused = await stacker.parse(misspelt).then(
      () => "read",
      (error: Error) => error.message,
    );
    expect(refused).to.contain("InvalidConfig").and.to.contain("Rogue field");
  });

  it("has the bucket in it from the beginning", () => {
    expect(parse(renderStackerYaml(minimal))).to.deep.include({ namespace: "", stacker_bucket: "acme-stacker" });
  });

  const { classPath: _, ...without } = vpc;
  const bad: Record<string, [Partial<StackerYaml>, string]> = {
    "a bucket that cannot be": [{ bucketName: "" }, "bucketName"],
    "a name twice": [{ stacks: [vpc, vpc] }, "of another stack"],
    "neither blueprint nor template": [{ stacks: [without] }, "classPath and templatePath"],
    both: [{ stacks: [{ ...vpc, templatePath: "t.yaml" }] }, "classPath and templatePath"],
    "a profile that is not there": [{ stacks: [{ ...vpc, profile: "stage" }] }, 'profile "stage"'],
    "a requirement that is not there": [{ stacks: [{ ...vpc, requires: ["prod/x"] }] }, "prod/x"],
    "a name CloudFormation does not take": [{ stacks: [{ ...vpc, stackName: "1vpc" }] }, "1vpc"],
    "a service role of another account": [
      { serviceRoleArn: "arn:aws:iam::111111111111:role/StackerCloudFormation" },
      "one file an account",
    ],
    "a $ that stacker would replace": [{ tags: { cost: "$TEAM" } }, "tags"],
  };
  for (const [what, [change, place]] of Object.entries(bad)) {
    it(`refuses ${what}`, () => {
      expect(() => renderStackerYaml({ ...minimal, ...change })).to.throw(TrustError, place);
    });
  }
});
