import { expect } from "chai";
import {
  assertDescription,
  assertName,
  assertPath,
  assertSessionSeconds,
  assertTags,
} from "../../../../../../examples/sandbox/plugins/aws/strict/constraints";

const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
const badPath = "The specified value for path is invalid. It must begin and end with /";

const refused: [what: string, assert: () => void, text: string][] = [
  [
    "a name of 65 characters",
    () => assertName("roleName", "x".repeat(65), 64),
    "at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64",
  ],
  [
    "a name with a space",
    () => assertName("roleName", "a b", 64),
    "The specified value for roleName is invalid. It must contain only alphanumeric characters",
  ],
  ["a name with a slash", () => assertName("userName", "a/b", 64), "The specified value for userName is invalid."],
  ["a path that does not begin with a slash", () => assertPath("a/"), badPath],
  ["a path that does not end with one", () => assertPath("/a"), badPath],
  ["a path with a space", () => assertPath("/a b/"), badPath],
  ["a path of 513 characters", () => assertPath(`/${"x".repeat(511)}/`), "less than or equal to 512"],
  ["a description of 1,001 characters", () => assertDescription("x".repeat(1001)), "less than or equal to 1000"],
  [
    "a session of 3,599 seconds",
    () => assertSessionSeconds(3599),
    "Member must have value greater than or equal to 3600",
  ],
  [
    "a session of 43,201 seconds",
    () => assertSessionSeconds(43_201),
    "Member must have value less than or equal to 43200",
  ],
  [
    "51 tags",
    () => assertTags(tags(51)),
    "at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
  ],
  ["a tag key of 129 characters", () => assertTags([{ Key: "x".repeat(129), Value: "" }]), "at 'tags.1.member.key'"],
  [
    "a tag value of 257 characters",
    () => assertTags([{ Key: "x", Value: "v".repeat(257) }]),
    "at 'tags.1.member.value'",
  ],
  [
    "tag keys that differ in case only",
    () => assertTags([{ Key: "Owner" }, { Key: "owner" }]),
    "Duplicate tag keys found",
  ],
  ["a tag key of AWS's own", () => assertTags([{ Key: "aws:x" }]), "reserved for system use"],
];

describe("the API's constraints", () => {
  for (const [what, assert, text] of refused) {
    it(`refuse ${what}`, () => {
      expect(assert).to.throw(`ValidationError: `).with.property("message").that.contains(text);
    });
  }

  it("let pass what is just within them", () => {
    assertName("roleName", "A_z0+=,.@-".padEnd(64, "x"), 64);
    assertPath("/");
    assertPath(`/${"x".repeat(510)}/`);
    assertDescription("x".repeat(1000));
    assertSessionSeconds(3600);
    assertSessionSeconds(43_200);
    assertTags(tags(50));
    assertTags([{ Key: "x".repeat(128), Value: "v".repeat(256) }]);
  });
});
