import { expect } from "chai";
import { connectionTo, parseS3Url } from "../../../automation/journal/s3-place";
import { s3Store } from "../../../automation/journal/s3-store";

const hub = { region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } };

describe("A place in a bucket", () => {
  it("is read from a URL like those of Pulumi's backends", () => {
    expect(parseS3Url("s3://journals")).to.deep.equal({ bucket: "journals", prefix: "" });
    expect(parseS3Url("s3://journals/team/fleets/?region=eu-west-1&profile=ops")).to.deep.equal({
      ...{ bucket: "journals", prefix: "team/fleets", region: "eu-west-1", profile: "ops" },
    });
    expect(parseS3Url("s3://journals?endpoint=127.0.0.1:4566&disableSSL=true&s3ForcePathStyle=true")).to.deep.equal({
      bucket: "journals",
      prefix: "",
      endpoint: "http://127.0.0.1:4566",
    });
  });

  it("is refused where it is none, or says what no bucket has", () => {
    for (const url of ["journals", "s3:///prefix", "gs://journals"]) {
      expect(parseS3Url(url)).to.equal("is not the URL of a bucket, such as s3://bucket/prefix");
    }
    expect(parseS3Url("s3://journals?regoin=x")).to.match(/^has regoin behind the \?/);
  });

  it("is reached as the hub, unless the URL says otherwise", async () => {
    const place = { bucket: "journals", prefix: "", region: "eu-west-1" };
    expect(await connectionTo(place, async () => hub)).to.deep.equal({ ...hub, region: "eu-west-1" });
    const other = await connectionTo({ ...place, profile: "ops" }, async () => hub);
    expect(other.credentials).to.be.a("function");
  });

  it("is tried again after the hub could not be entered", async () => {
    const reasons = ["no network", "still none"];
    const store = s3Store({ bucket: "journals", prefix: "fleets" }, "acme", async () => {
      throw new Error(reasons.shift());
    });
    const failure = () => store.readRecord("lease").catch((error: Error) => error.message);
    expect(await failure()).to.equal("no network");
    expect(await failure()).to.equal("still none");
    expect(store.location).to.equal("s3://journals/fleets/acme");
  });
});
