import { expect } from "chai";
import {
  findChainedSessionProblem,
  findPathProblem,
  findPolicyArnProblem,
  findPolicyNameProblem,
  findRoleNameProblem,
  findSessionDurationProblem,
} from "../../../components/trust/limits";

describe("Limits of IAM", () => {
  it("take names of roles up to 64 and of policies up to 128 characters", () => {
    expect(findRoleNameProblem("r".repeat(64))).to.equal(undefined);
    expect(findRoleNameProblem("r".repeat(65))).to.match(/has 65 characters: the name of a role has at most 64/);
    expect(findPolicyNameProblem("p".repeat(128))).to.equal(undefined);
    expect(findPolicyNameProblem("p".repeat(129))).to.match(/at most 128/);
  });

  it("take the characters of IAM names and no others", () => {
    expect(findRoleNameProblem("a_B9+=,.@-")).to.equal(undefined);
    for (const name of ["", "with space", "slash/in", "ünï", "star*"]) {
      expect(findRoleNameProblem(name), name).to.match(/cannot name a role/);
    }
  });

  it("take paths that begin and end with a slash", () => {
    for (const path of ["/", "/a/", "/a/b-c/"]) {
      expect(findPathProblem(path), path).to.equal(undefined);
    }
    for (const path of ["", "a/", "/a", "/a b/", "/é/"]) {
      expect(findPathProblem(path), path).to.match(/is not a path/);
    }
    expect(findPathProblem(`/${"a".repeat(511)}/`)).to.match(/at most 512/);
  });

  it("take sessions of one to twelve hours, and of one hour at most when roles are chained", () => {
    for (const seconds of [3600, 43200]) {
      expect(findSessionDurationProblem(seconds)).to.equal(undefined);
    }
    for (const seconds of [3599, 43201, 3600.5, Number.NaN]) {
      expect(findSessionDurationProblem(seconds), String(seconds)).to.match(/is no session duration/);
    }
    expect(findChainedSessionProblem(3600)).to.equal(undefined);
    expect(findChainedSessionProblem(7200)).to.match(/at most 3600 seconds/);
  });

  it("take ARNs of policies of an account and of AWS", () => {
    for (const arn of ["arn:aws:iam::aws:policy/SecurityAudit", "arn:aws:iam::111111111111:policy/path/Boundary"]) {
      expect(findPolicyArnProblem(arn), arn).to.equal(undefined);
    }
    for (const arn of ["SecurityAudit", "arn:aws:iam::111111111111:role/Boundary", "arn:aws:iam::1:policy/x"]) {
      expect(findPolicyArnProblem(arn), arn).to.match(/is not the ARN of a managed policy/);
    }
  });
});
