import { z } from "zod";

// Shapes of Spot's REST API. Source: github spotinst/openapi `api/services/administration`, spotinst-sdk-go
// `spotinst/client/response.go`. Read leniently: keys that are not used here may come and go.

/** A Spot account as Spot lists it. */
export interface SpotAccountRecord {
  /** Spot's id of the account, `act-…`. */
  accountId: string;
  name: string;
  organizationId?: string;
  /** The AWS account it is linked to; absent while it is not linked. */
  awsAccountId?: string;
}

/** The value Spot presents as external id when it assumes the role of one Spot account. */
export interface MintedExternalId {
  externalId: string;
  /** Until when it has to be used, as Spot tells it. */
  maxValidUntil?: string;
}

const textOrNumber = z.union([z.string(), z.number()]).transform(String);

// Create answers with `id`, list with `accountId`; `organizationId` is text in one and a number in the other.
export const accountItem = z
  .object({
    id: z.string().nullish(),
    accountId: z.string().nullish(),
    name: z.string(),
    organizationId: textOrNumber.nullish(),
    providerExternalId: textOrNumber.nullish(),
  })
  .transform((item, context): SpotAccountRecord => {
    const accountId = item.accountId ?? item.id;
    if (!accountId) {
      context.addIssue({ code: "custom", message: "has neither an accountId nor an id" });
      return z.NEVER;
    }
    return {
      accountId,
      name: item.name,
      ...(item.organizationId ? { organizationId: item.organizationId } : {}),
      ...(item.providerExternalId ? { awsAccountId: item.providerExternalId } : {}),
    };
  });

export const externalIdItem = z
  .object({ externalId: z.string().min(1), maxValidUntil: textOrNumber.nullish() })
  .transform(
    (item): MintedExternalId => ({
      externalId: item.externalId,
      ...(item.maxValidUntil ? { maxValidUntil: item.maxValidUntil } : {}),
    }),
  );

export const credentialsItem = z.object({ iamRole: z.string().nullish() });

/** Every good answer: the items are inside, and may be missing when there are none. */
export const successEnvelope = z.object({
  request: z.object({ id: z.string().nullish() }).nullish(),
  response: z.object({ items: z.array(z.unknown()).nullish() }),
});

/** Every bad answer: `errors`, or for a passed rate limit only a text in `data`. */
export const errorEnvelope = z.object({
  request: z.object({ id: z.string().nullish() }).nullish(),
  response: z.object({
    status: z.object({ message: z.string().nullish() }).nullish(),
    data: z.string().nullish().catch(undefined),
    errors: z
      .array(z.object({ code: textOrNumber.nullish(), message: z.string().nullish(), field: z.string().nullish() }))
      .nullish(),
  }),
});
