import type { SpaceliftApi, SpaceliftRules } from "../../../examples/sandbox/spacelift/spacelift-api";
import { createSpaceliftClient, type SpaceliftClientOptions } from "../../../providers";
import { spaceliftAttachmentHandler } from "../../../providers/spacelift/attachment";
import { spaceliftAwsIntegrationHandler } from "../../../providers/spacelift/aws-integration";
import {
  anyStackOfAcme,
  type SpaceliftOnEmulator,
  startSpaceliftOnEmulator,
} from "../../support/spacelift-on-emulator";

/** The handlers of the Spacelift resources for the tests around it, with a role that lets every stack of `acme` in. */
export function useSpaceliftHandlers({ retries }: { retries: number }) {
  const variables = { id: `KEY_ID_WITH_${retries}_RETRIES`, secret: `KEY_SECRET_WITH_${retries}_RETRIES` };
  let host: SpaceliftOnEmulator;
  let api: SpaceliftApi;
  before(async () => {
    host = await startSpaceliftOnEmulator();
    await host.role("SpaceliftRole", anyStackOfAcme);
  });
  after(async () => {
    delete process.env[variables.id];
    delete process.env[variables.secret];
    await host.close();
  });
  const connect = (options: Pick<SpaceliftClientOptions, "endpoint" | "apiKey">) =>
    createSpaceliftClient({ ...options, pace: { retries, firstDelayMs: 10, maxDelayMs: 20 } });
  return {
    integrations: spaceliftAwsIntegrationHandler(connect),
    attachments: spaceliftAttachmentHandler(connect),
    connect,
    roleArn: "arn:aws:iam::111111111111:role/SpaceliftRole",
    /** Makes a role with this condition, or changes its trust. Returns its ARN. */
    role: (name: string, condition: object | undefined) => host.role(name, condition),
    /** Starts an API with nothing in it, and makes its key the one that is used. */
    start: async (rules?: SpaceliftRules): Promise<SpaceliftApi> => {
      api = await host.start(rules);
      process.env[variables.id] = api.apiKey.id;
      process.env[variables.secret] = api.apiKey.secret;
      return api;
    },
    connection: () => ({
      endpoint: api.endpoint,
      apiKey: { id: { env: variables.id }, secret: { env: variables.secret } },
    }),
  };
}
