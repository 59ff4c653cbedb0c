import type { FastifyInstance, FastifyRequest } from "fastify";
import { existing } from "./account-routes";
import type { SpotAccountRecord, SpotAccounts } from "./accounts";
import { itemsEnvelope, SpotRefusal, statusEnvelope } from "./envelope";
import type { LinkCheck } from "./link-check";
import { requiredObject, requiredText, roleArn } from "./validation";

interface AccountQuery {
  Querystring: { accountId?: string };
}

/** Serves `/setup/credentials/aws`. The `GET` routes are known from spotinst-sdk-go only. There is no way to unlink. */
export function serveCredentials(
  app: FastifyInstance,
  accounts: SpotAccounts,
  options: { check: LinkCheck; externalIdLifetimeMs: number },
): void {
  app.post<AccountQuery>("/setup/credentials/aws/externalId", async (request) => {
    const { id } = queried(request, accounts);
    const { value, maxValidUntil } = accounts.mintExternalId(id, options.externalIdLifetimeMs);
    return itemsEnvelope(request, "spotinst:setup:aws:externalId", [{ externalId: value, maxValidUntil }]);
  });

  app.get<{ Params: { accountId: string } }>("/setup/credentials/aws/externalId/:accountId", async (request) => {
    const { externalId } = existing(accounts, request.params.accountId);
    const items = externalId ? [{ externalId: externalId.value }] : [];
    return itemsEnvelope(request, "spotinst:setup:aws:externalId", items);
  });

  app.post<AccountQuery & { Body: unknown }>("/setup/credentials/aws", async (request) => {
    const record = queried(request, accounts);
    // Old clients send an external id too; since 2021 only the minted one counts.
    const arn = roleArn(requiredObject(request.body, "credentials").iamRole);
    const externalId = usableExternalId(record);
    await options.check(arn, externalId);
    accounts.update(record.id, { link: { awsAccountId: arn.split(":")[4] ?? "", roleArn: arn, externalId } });
    return statusEnvelope(request);
  });

  app.get<AccountQuery>("/setup/credentials/aws", async (request) => {
    const { id, link } = queried(request, accounts);
    const items = link ? [{ accountId: id, iamRole: link.roleArn }] : [];
    return itemsEnvelope(request, "spotinst:setup:credentials:aws", items);
  });
}

function queried(request: FastifyRequest<AccountQuery>, accounts: SpotAccounts): SpotAccountRecord {
  return existing(accounts, requiredText(request.query.accountId, "query.accountId"));
}

function usableExternalId(record: SpotAccountRecord): string {
  const { externalId, link } = record;
  if (!externalId) throw new SpotRefusal(400, "EXTERNAL_ID_MISSING", `Account ${record.id} has no external id yet`);
  const inUse = externalId.value === link?.externalId;
  if (!inUse && Date.parse(externalId.maxValidUntil) < Date.now()) {
    throw new SpotRefusal(400, "EXTERNAL_ID_EXPIRED", `The external id of account ${record.id} is no longer valid`);
  }
  return externalId.value;
}
