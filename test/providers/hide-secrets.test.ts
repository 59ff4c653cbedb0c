import { expect } from "chai";
import { hideSecrets } from "../../providers/hide-secrets";

const token = 'ab/cd+"ef\\=';

describe("an answer that repeats a secret", () => {
  it("loses it, however the server wrote it", () => {
    const bodies = [
      `not JSON: ${token}`,
      `at ?token=${encodeURIComponent(token)}`,
      JSON.stringify({ message: `the token ${token} is no good`, [token]: 1 }),
      '{"message":"ab\\/cd\\u002b\\"ef\\\\\\u003d"}',
    ];
    for (const body of bodies) {
      const hidden = hideSecrets(body, ["", token]);
      expect(hidden, body).to.contain("[secret]").and.not.contain("cd").and.not.contain("ef");
    }
  });

  it("keeps everything else", () => {
    expect(hideSecrets('{"a": [1, "b"]}', [token])).to.equal('{"a":[1,"b"]}');
  });
});
