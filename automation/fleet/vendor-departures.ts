import type { ResourceHandler, ResourceKind } from "../../providers";
import { createHandler, type HandlerOptions } from "../../providers/handlers";
import { parties } from "../parties/parties";
import type { PartyName } from "../parties/party";

/**
 * Stands before the vendor resources while accounts are offboarded.
 *
 * The engine deletes what the state holds, with the settings of the last `up`. Whether a vendor account stays is too grave
 * for that: here the fleet file as it is now decides. What was deleted is remembered, to be looked for afterwards.
 */
export class VendorDepartures {
  private readonly deleted = new Map<string, string[]>();

  /** @param retained Whether a party's vendor accounts of this AWS account are to stay. */
  constructor(private readonly retained: (party: PartyName, awsAccountId: string) => boolean) {}

  /** Ids of a party's vendor accounts that were deleted for this AWS account. */
  deletedOf(party: PartyName, awsAccountId: string): string[] {
    return this.deleted.get(`${party} ${awsAccountId}`) ?? [];
  }

  /** Remembers what was deleted beside what the state holds. */
  note(party: PartyName, awsAccountId: string, deleted: readonly string[]): void {
    this.deleted.set(`${party} ${awsAccountId}`, [...this.deletedOf(party, awsAccountId), ...deleted]);
  }

  /** The handler of a kind, to be served by the gateway. */
  createHandler(kind: ResourceKind, options: HandlerOptions = {}): ResourceHandler {
    const handler = createHandler(kind, options);
    const party = parties.find(({ vendor }) => vendor?.accountKind === kind);
    if (!party?.vendor) return handler;
    const { name, vendor } = party;
    return {
      ...handler,
      delete: async (id, props) => {
        const awsAccountId = vendor.awsAccountOf(props);
        const retain = this.retained(name, awsAccountId);
        await handler.delete(id, { ...props, retain });
        if (!retain) this.note(name, awsAccountId, [id]);
      },
    };
  }
}
