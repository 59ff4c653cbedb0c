import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { InputError } from "../../../automation/errors";
import { openSinks } from "../../../automation/watch/alerts";
import { runAlertCommand } from "../../../automation/watch/run-alert-command";
import { sendToWebhook } from "../../../automation/watch/send-webhook";
import { createTokenReader } from "../../../providers/token-reader";
import { startWebhook, type WebhookServer } from "../../support/webhook-server";

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "nothing was thrown",
    (error: Error) => error.message,
  );

describe("A webhook", () => {
  let webhook: WebhookServer;
  const source = { env: "ALERT_URL" };
  const send = (url = webhook.url) =>
    sendToWebhook('{"report":"alert"}', source, createTokenReader({ env: { ALERT_URL: url } }), { retryDelayMs: 1 });
  beforeEach(async () => {
    webhook = await startWebhook();
  });
  afterEach(() => webhook.close());

  it("is called again while it is overloaded or broken", async () => {
    webhook.answers.push(503, 429);
    await send();
    expect(webhook.calls).to.deep.equal(['{"report":"alert"}', '{"report":"alert"}', '{"report":"alert"}']);
  });

  it("is given up in the end, and at once when it refuses; its URL is told nowhere", async () => {
    webhook.answers.push(500, 500, 500, 500);
    expect(await messageOf(send())).to.equal("it answered 500");
    expect(webhook.calls).to.have.length(4);
    webhook.answers.push(404);
    expect(await messageOf(send())).to.equal("it answered 404");
    webhook.answers.push(302);
    expect(await messageOf(send())).to.equal("it answered 302");
    expect(webhook.calls).to.have.length(6);
  });

  it("that cannot be reached says why, and not where", async () => {
    await webhook.close();
    expect(await messageOf(send())).to.equal("it could not be reached (ECONNREFUSED)");
    webhook = await startWebhook();
  });

  it("whose URL is not there or is none is refused before anything is watched", async () => {
    for (const [url, words] of [
      [undefined, /could not be read from environment variable ALERT_URL/],
      ["canary-secret", /what environment variable ALERT_URL gives is no URL/],
      ["ftp://canary-secret", /is no URL that begins with https/],
    ] as const) {
      const reader = createTokenReader({ env: url === undefined ? {} : { ALERT_URL: url } });
      const error = await openSinks({ webhook: source }, reader).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(InputError).with.property("message").that.matches(words).and.not.include("canary");
    }
  });
});

describe("A command that is told of failures", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "alert-command-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("gets the alert on its standard input", async () => {
    const file = path.join(folder, "alert.json");
    await runAlertCommand('{"report":"alert"}', ["/bin/sh", "-c", `cat > '${file}'`]);
    expect(await readFile(file, "utf8")).to.equal('{"report":"alert"}');
  });

  it("may leave it unread, however long it is", async () => {
    await runAlertCommand("x".repeat(10_000_000), ["/bin/sh", "-c", "exit 0"]);
  });

  it("says what went wrong without its arguments", async () => {
    const failing = (...command: string[]) => messageOf(runAlertCommand("{}", command));
    expect(await failing("/bin/sh", "-c", "exit 3 # canary-secret")).to.equal("the program /bin/sh failed (3)");
    expect(await failing("no-such-program", "canary")).to.match(/^the program no-such-program was not found/);
    expect(await messageOf(runAlertCommand("{}", ["/bin/sh", "-c", "exec sleep 600"], 300))).to.match(
      /did not end within 0.3 s$/,
    );
  });
});
