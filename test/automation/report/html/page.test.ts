import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { htmlReport } from "../../../../automation/report/html/page";
import { findChromium, startChromium } from "../../../support/chromium";
import { hostileName, largeRun, largeRunAccount } from "../large-run";
import { contrastScript } from "./contrast-script";

const coverage = {
  accounts: [{ accountId: "888888888888", name: "not-yet", state: "missing" as const, hasStack: false, grants: [] }],
  counts: { missing: 1 } as never,
};

describe("The page of a run in a browser", function () {
  this.timeout(180_000);
  let folder: string;
  let browser: Browser | undefined;
  let context: BrowserContext;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  before(async function () {
    const program = await findChromium();
    if (!program) return this.skip();
    folder = await mkdtemp(path.join(tmpdir(), "report-page-"));
    const file = path.join(folder, "run.html");
    await writeFile(file, await htmlReport(largeRun(1_000), { coverage }));
    browser = await startChromium(program);
    context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, colorScheme: "dark" });
    page = await context.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
  });
  after(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("shows what the run came to under headings in order", async () => {
    expect(await page.title()).to.equal("Up of the fleet acme");
    expect(await page.locator("h1").allTextContents()).to.deep.equal(["Up of the fleet acme"]);
    expect(await page.locator("h2").allTextContents()).to.deep.equal([
      ...["What failed", "Waves", "Accounts", "Timing", "Who is let in where", "Coverage", "Left out"],
    ]);
    expect(await page.locator("main").textContent()).to.match(
      /Result: failed\. Began 2026-01-31 09:45 UTC, took 16 min 50 s\./,
    );
    const links = await page
      .locator("nav a")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href")?.slice(1)));
    for (const id of links) expect(await page.locator(`h2#${id}`).count(), id ?? "").to.equal(1);
  });

  it("tells each failure once, with how many accounts it was told for and what to do", async () => {
    const groups = page.locator("details");
    expect(await groups.count()).to.equal(2);
    expect(await groups.first().locator("summary").textContent()).to.equal(
      "100 accounts (vendor) Spot answered 429 for the account <account> (<account>)",
    );
    await groups.first().locator("summary").press("Enter");
    expect(await groups.first().textContent())
      .to.include("What to do: Run the same again.")
      .and.to.include("shop-999");
  });

  it("has a row for every account, and shows those that fit the filter, by keyboard alone", async () => {
    const rows = page.locator("#accounts tbody tr");
    expect(await rows.count()).to.equal(1_001);
    const box = page.getByRole("searchbox", { name: "Filter: Accounts of the run" });
    await box.focus();
    await page.keyboard.type("failed shop-99");
    expect(await page.locator("#accounts tbody tr:visible").allTextContents()).to.have.length(2);
    expect(await page.locator("#accounts-shown").textContent()).to.equal("2 of 1001 shown");
    await box.fill("");
    expect(await page.locator("#accounts tbody tr:visible").count()).to.equal(1_001);
  });

  it("tells each wave, what came of its accounts, and what lay behind it", async () => {
    const cells = (await page.locator("#waves tbody tr").all()).map((row) => row.locator("th, td").allTextContents());
    expect(await Promise.all(cells)).to.deep.equal([
      ["canary", "1", "1", "0", "0 ms", "10.0 s", "a soak of 1 second"],
      ["wave 1", "999", "898", "101", "1.0 s", "16 min 48 s", ""],
    ]);
  });

  it("draws who is let in where, within its box, and says the same in a table", async () => {
    const picture = page.locator(".picture svg");
    expect(await picture.isVisible()).to.equal(true);
    expect(await picture.locator("text").allTextContents()).to.include.members([
      "in 899 accounts",
      "✓ proven",
      "✗ NOT PROVEN",
    ]);
    // A text that is wider than what it stands in cannot be read.
    const overflowing = await picture.evaluate(
      (svg) =>
        [...svg.querySelectorAll(".node")].filter((node) => {
          const box = node.querySelector("polygon")?.getBoundingClientRect();
          return [...node.querySelectorAll("text")].some(
            (text) => text.getBoundingClientRect().width > (box?.width ?? 0),
          );
        }).length,
    );
    expect(overflowing).to.equal(0);
    expect(await page.locator("#trust tbody tr").count()).to.equal(2);
  });

  it("shows a name as it is, whatever it holds", async () => {
    const row = page.locator("#accounts tbody tr", { hasText: largeRunAccount(3) });
    expect(await row.locator("th").textContent()).to.equal(hostileName);
  });

  it("can be read on a dark and on a light ground: every text stands out at least 4.5 to 1", async () => {
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      const ratios = await page.evaluate<number[]>(contrastScript);
      expect(Math.min(...ratios), colorScheme).to.be.at.least(4.5);
    }
  });

  it("asks for nothing but itself, and the browser has nothing to complain of", async () => {
    expect(requests).to.deep.equal([page.url()]);
    expect(complaints).to.deep.equal([]);
    const screenshot = await page.screenshot({ fullPage: false });
    expect(screenshot.subarray(1, 4).toString()).to.equal("PNG");
  });

  it("lets nothing run that is not its own, even where it got in", async () => {
    const intruder = await context.newPage();
    const html = (await htmlReport(largeRun(1))).replace("</main>", "<script>document.title = 'owned'</script></main>");
    await intruder.setContent(html);
    expect(await intruder.title()).to.equal("Up of the fleet acme");
    await intruder.close();
  });
});
