import type { FastifyInstance, FastifyRequest } from "fastify";
import type { StruckBy } from "../faults/inject-faults";
import type { SpotAccountRecord, SpotAccounts } from "./accounts";
import { itemsEnvelope, SpotRefusal, statusEnvelope } from "./envelope";
import { accountName, requiredObject } from "./validation";

const organizationId = "606012341234";
const kind = "spotinst:setup:account";

/** Serves `/setup/account`. Source of paths and shapes: github spotinst/openapi `administration/general`. */
export function serveAccounts(app: FastifyInstance, accounts: SpotAccounts, struckBy: StruckBy): void {
  app.post<{ Body: unknown }>("/setup/account", async (request) => {
    const { name } = requiredObject(request.body, "account");
    const made = accounts.create(accountName(name), hiddenFor(struckBy, request));
    // The id is called `id` here and `accountId` in lists; the organization's id is a string here and a number there.
    return itemsEnvelope(request, kind, [{ id: made.id, name: made.name, organizationId }]);
  });

  app.get<{ Querystring: { cloudAccountId?: string } }>("/setup/account", async (request) => {
    return itemsEnvelope(request, kind, accounts.list(request.query.cloudAccountId).map(listed));
  });

  app.get<{ Params: { accountId: string } }>("/setup/account/:accountId", async (request) => {
    const found = existing(accounts, request.params.accountId);
    return itemsEnvelope(request, kind, [{ id: found.id, ...listed(found) }]);
  });

  app.put<{ Params: { accountId: string }; Body: unknown }>("/setup/account/:accountId", async (request) => {
    const { name, slackNotificationChannels } = requiredObject(request.body, "account");
    const { id } = existing(accounts, request.params.accountId);
    accounts.update(id, {
      ...(name === undefined ? {} : { name: accountName(name) }),
      ...(Array.isArray(slackNotificationChannels) ? { slackNotificationChannels } : {}),
    });
    return statusEnvelope(request);
  });

  app.delete<{ Params: { accountId: string } }>("/setup/account/:accountId", async (request) => {
    const { id, isDefault } = existing(accounts, request.params.accountId);
    if (isDefault) {
      const message = "The default account of an organization cannot be deleted, please contact Support";
      throw new SpotRefusal(400, "CANT_DELETE_DEFAULT_ACCOUNT", message);
    }
    accounts.delete(id);
    return statusEnvelope(request);
  });
}

/** The account of that id. @throws SpotRefusal with the code the vendor's Terraform provider looks for. */
export function existing(accounts: SpotAccounts, id: string): SpotAccountRecord {
  const found = accounts.find(id);
  if (!found) throw new SpotRefusal(400, "Account_DOESNT_EXIST", `Account ${id} does not exist`);
  return found;
}

/** For how many milliseconds an account made by this call stays invisible. */
function hiddenFor(struckBy: StruckBy, request: FastifyRequest): number {
  const slow = struckBy(request).find((fault) => fault.kind === "slow-consistency");
  return slow?.ms ?? 0;
}

function listed(record: SpotAccountRecord): object {
  return {
    accountId: record.id,
    name: record.name,
    organizationId: Number(organizationId),
    createdAt: record.createdAt,
    ...(record.link ? { providerExternalId: record.link.awsAccountId, cloudProvider: "AWS" } : {}),
  };
}
