import { expect } from "chai";
import { findTrustProblems } from "../../../components/trust/check-trust";
import { renderTrustPolicy } from "../../../components/trust/render-trust";
import type { TrustPolicy, TrustStatement } from "../../../components/trust/trust-policy";
import { TrustError } from "../../../components/trust/trust-problem";

const goodId = "spotinst:aws:extid:a8Kq2ZxV0bN4mW1c";
const spot = "922761411349";
const oidc = "arn:aws:iam::111111111111:oidc-provider/oidc.example.com/id/1";

describe("findTrustProblems", () => {
  const accepted: Record<string, TrustPolicy> = {
    "Spot with its external id": { party: "spot", statements: [{ principals: [spot], externalIds: [goodId] }] },
    "Spacelift in the United States": {
      party: "spacelift",
      statements: [{ principals: ["577638371743"], externalIdPatterns: ["acme@*"] }],
    },
    "session tags without an external id, beside the statement with it": {
      party: "spacelift",
      statements: [
        { principals: ["324880187172"], externalIds: ["acme@01HXYZABCDEFGHJKMNPQRSTVWX@my-stack@write"] },
        { principals: ["324880187172"], actions: ["sts:TagSession"] },
      ],
    },
    "our own account without an external id": { statements: [{ principals: ["111111111111"] }] },
    "a service": { statements: [{ principals: ["ec2.amazonaws.com"], sourceAccounts: ["111111111111"] }] },
    "an identity provider with a subject": { statements: [{ principals: [oidc], subjects: ["repo:acme/app"] }] },
    "a second factor of a user": { statements: [{ principals: ["111111111111"], maxMfaAgeSeconds: 3600 }] },
    "another account for a known party, on request": {
      party: "spot",
      allowOtherPrincipals: true,
      statements: [{ principals: ["111111111111"], externalIds: [goodId] }],
    },
  };
  for (const [title, policy] of Object.entries(accepted)) {
    it(`accepts ${title}`, () => {
      expect(findTrustProblems(policy)).to.deep.equal([]);
    });
  }

  const own: TrustStatement = { principals: ["111111111111"] };
  const refused: [string, TrustStatement, string, RegExp][] = [
    ["no principal", { principals: [] }, "statements[0].principals", /is empty/],
    ["a wildcard principal", { principals: ["*"] }, "statements[0].principals[0]", /wildcard/],
    ["an account id of 11 digits", { principals: ["11111111111"] }, "statements[0].principals[0]", /11 digits/],
    ["a bad statement name", { ...own, sid: "a b" }, "statements[0].sid", /only letters and digits/],
    ["an action of another service", { ...own, actions: ["s3:*"] }, "statements[0].actions[0]", /not an action/],
    ["no action", { ...own, actions: [] }, "statements[0].actions", /is empty/],
    [
      "an account id as external id",
      { ...own, externalIds: ["111111111111"] },
      "statements[0].externalIds[0]",
      /guessable/,
    ],
    [
      "the role's name as external id",
      { ...own, externalIds: ["TheNameOfThisRole"] },
      "statements[0].externalIds[0]",
      /name that others know/,
    ],
    ["an empty list of external ids", { ...own, externalIds: [] }, "statements[0].externalIds", /is empty/],
    ["an empty external id", { ...own, externalIds: [""] }, "statements[0].externalIds[0]", /is empty/],
    [
      "an open pattern",
      { ...own, externalIdPatterns: ["*"] },
      "statements[0].externalIdPatterns[0]",
      /other customers/,
    ],
    [
      "Spot without an external id",
      { principals: [spot] },
      "statements[0].externalIds",
      /every other customer of Spot/,
    ],
    [
      "an organization by its name",
      { ...own, organizationIds: ["acme"] },
      "statements[0].organizationIds[0]",
      /id of an organization/,
    ],
    ["a block of every address", { ...own, sourceIps: ["0.0.0.0/0"] }, "statements[0].sourceIps[0]", /every address/],
    ["a block of every IPv6 address", { ...own, sourceIps: ["::/0"] }, "statements[0].sourceIps[0]", /every address/],
    ["no address", { ...own, sourceIps: ["10.0.0.256"] }, "statements[0].sourceIps[0]", /not an address/],
    ["too long a prefix", { ...own, sourceIps: ["10.0.0.0/33"] }, "statements[0].sourceIps[0]", /not an address/],
    [
      "a source account of 3 digits",
      { ...own, sourceAccounts: ["123"] },
      "statements[0].sourceAccounts[0]",
      /twelve digits/,
    ],
    ["any source", { ...own, sourceArns: ["arn:*:*:*:*:*"] }, "statements[0].sourceArns[0]", /matches anything/],
    ["any session", { ...own, sessionNames: ["*"] }, "statements[0].sessionNames[0]", /matches anything/],
    [
      "a session name with a space",
      { ...own, sessionNames: ["a b"] },
      "statements[0].sessionNames[0]",
      /cannot name a session/,
    ],
    ["a tag without a value", { ...own, requestTags: { team: [] } }, "statements[0].requestTags.team", /is empty/],
    ["half a second", { ...own, maxMfaAgeSeconds: 0.5 }, "statements[0].maxMfaAgeSeconds", /not an age/],
    ["a provider without a subject", { principals: [oidc] }, "statements[0].subjects", /everybody with a token/],
    [
      "any subject",
      { principals: [oidc], subjectPatterns: ["*"] },
      "statements[0].subjectPatterns[0]",
      /matches anything/,
    ],
    [
      "a wildcard among exact subjects",
      { principals: [oidc], subjects: ["repo:*"] },
      "statements[0].subjects[0]",
      /subjectPatterns/,
    ],
    ["a subject of an account", { ...own, subjects: ["repo:x"] }, "statements[0]", /only an OIDC provider/],
    [
      "two providers at once",
      { principals: [oidc, oidc.replace("/1", "/2")], subjects: ["x"] },
      "statements[0].principals",
      /no token is from two/,
    ],
    [
      "a provider among accounts",
      { principals: [oidc, "111111111111"], subjects: ["x"] },
      "statements[0].principals",
      /mixes/,
    ],
    [
      "an external id from a service",
      { principals: ["ec2.amazonaws.com"], externalIds: [goodId] },
      "statements[0].externalIds",
      /never be met/,
    ],
    [
      "a second factor of a role",
      { principals: ["arn:aws:iam::111111111111:role/x"], requireMfa: true },
      "statements[0]",
      /second factor/,
    ],
  ];
  for (const [title, statement, path, reason] of refused) {
    it(`refuses ${title}`, () => {
      const problems = findTrustProblems({ statements: [statement] }, { guessable: ["TheNameOfThisRole"] });
      expect(problems.map((problem) => problem.path)).to.include(path);
      expect(problems.find((problem) => problem.path === path)?.message).to.match(reason);
    });
  }

  it("refuses an empty policy", () => {
    expect(findTrustProblems({ statements: [] })[0]?.message).to.match(/nobody could assume/);
  });

  it("refuses a principal that is not the known party's, and names the party's own", () => {
    const [problem] = findTrustProblems({
      party: "spot",
      statements: [{ principals: ["111111111111"], externalIds: [goodId] }],
    });
    expect(problem?.message).to.match(
      /is not an account of Spot.*922761411349 \(commercial partition\).*allowOtherPrincipals/,
    );
  });

  it("refuses the account of another product of the same vendor", () => {
    const [problem] = findTrustProblems({
      party: "spot",
      statements: [{ principals: ["884866656237"], externalIds: [goodId] }],
    });
    expect(problem?.message).to.match(/belongs to another product \(Eco\)/);
  });

  it("asks a known party's stand-in account for an external id too", () => {
    const policy = { party: "spot", allowOtherPrincipals: true, statements: [{ principals: ["111111111111"] }] };
    expect(findTrustProblems(policy)[0]?.message).to.match(/every other customer of Spot/);
  });

  it("refuses two statements of one name", () => {
    const [problem] = findTrustProblems({
      statements: [
        { ...own, sid: "A" },
        { principals: ["222222222222"], sid: "A" },
      ],
    });
    expect(problem).to.deep.equal({ path: "statements[1].sid", message: '"A" is the name of an earlier statement' });
  });

  it("takes 2,048 characters and not one more, unless AWS raised it", () => {
    const roles = (count: number) =>
      Array.from({ length: count }, (_, index) => `arn:aws:iam::111111111111:role/${String(index).padStart(40, "r")}`);
    const long: TrustPolicy = { statements: [{ principals: roles(28) }] };
    const { length } = renderTrustPolicy(long, { maxLength: 8192 });
    expect(length).to.be.greaterThan(2048);
    expect(findTrustProblems(long)[0]?.message).to.match(new RegExp(`come to ${length} characters: AWS takes 2048`));
    expect(findTrustProblems(long, { maxLength: length })).to.deep.equal([]);
    expect(findTrustProblems(long, { maxLength: length - 1 })).to.have.length(1);
  });

  it("tells every problem at once, each with its place", () => {
    const policy = { statements: [{ principals: ["111111111111"], externalIds: ["short"], sourceIps: ["nowhere"] }] };
    expect(findTrustProblems(policy).map(({ path }) => path)).to.deep.equal([
      "statements[0].externalIds[0]",
      "statements[0].sourceIps[0]",
    ]);
    expect(() => renderTrustPolicy(policy)).to.throw(TrustError, /externalIds\[0\].*sourceIps\[0\]/);
  });
});
