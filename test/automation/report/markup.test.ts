import { expect } from "chai";
import * as fc from "fast-check";
import { markup, trustedMarkup } from "../../../automation/report/markup";

describe("markup", () => {
  it("escapes what is filled in, for content and attributes alike", () => {
    const value = `<b a="1" c='2'>&`;
    expect(String(markup`<p title="${value}">${value}</p>`)).to.equal(
      '<p title="&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;">&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;</p>',
    );
  });

  it("takes markup, lists and nothing as what they are", () => {
    const rows = ["a", "<"].map((row) => markup`<li>${row}</li>`);
    expect(String(markup`<ul>${rows}${undefined}${3}${trustedMarkup("<hr>")}</ul>`)).to.equal(
      "<ul><li>a</li><li>&lt;</li>3<hr></ul>",
    );
  });

  it("lets no text open or close anything, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(String(markup`${text}`)).not.to.match(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it("replaces what XML cannot write, such as the codes of a coloured message", () => {
    expect(String(markup`${"\u001b[31mred\u001b[0m \ud800 😀\n"}`)).to.equal("\ufffd[31mred\ufffd[0m \ufffd 😀\n");
  });
});
