import { createHandler, type ResourceHandler, type ResourceKind, type TokenReader } from "../../providers";

/** The kind of vendor resource that is an account at the vendor. */
const accountKind: ResourceKind = "SpotAccount";

/**
 * Stands before the vendor resources while accounts are offboarded.
 *
 * The engine deletes what the state holds, with the settings of the last `up`. Whether a vendor account stays is too grave
 * for that: here the fleet file as it is now decides. What was deleted is remembered, to be looked for afterwards.
 */
export class VendorDepartures {
  private readonly deleted = new Map<string, string[]>();

  /** @param retained Whether the vendor accounts of this AWS account are to stay. */
  constructor(private readonly retained: (awsAccountId: string) => boolean) {}

  /** Ids of the vendor accounts that were deleted for this AWS account. */
  deletedOf(awsAccountId: string): string[] {
    return this.deleted.get(awsAccountId) ?? [];
  }

  /** The handler of a kind, to be served by the gateway. */
  createHandler(kind: ResourceKind, tokens?: TokenReader): ResourceHandler {
    const handler = createHandler(kind, tokens);
    if (kind !== accountKind) return handler;
    return {
      ...handler,
      delete: async (id, props) => {
        const awsAccountId = String(props.awsAccountId);
        const retain = this.retained(awsAccountId);
        await handler.delete(id, { ...props, retain });
        if (!retain) this.deleted.set(awsAccountId, [...this.deletedOf(awsAccountId), id]);
      },
    };
  }
}
