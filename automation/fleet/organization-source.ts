import {
  DescribeOrganizationCommand,
  ListRootsCommand,
  OrganizationsClient,
  type OrganizationsClientConfig,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  type Account as SdkAccount,
} from "@aws-sdk/client-organizations";
import PQueue from "p-queue";
import { InputError } from "../errors";
import type { Account } from "../model";
import type { AccountSource, KnownAccounts } from "./account-source";
import { withTags } from "./account-tags";

// The Organizations API has low limits for the whole organization, shared with everybody else who asks.
const requestsAtOnce = 3;

/**
 * The accounts of an AWS Organization: one walk down the tree of organizational units, two lists a unit, all pages.
 *
 * Tags cost a request an account more, and are read only of those whose tags decide anything.
 *
 * The caller needs `organizations:DescribeOrganization`, `ListRoots`, `ListOrganizationalUnitsForParent` and
 * `ListAccountsForParent`, and with tags `ListTagsForResource`, in the management account or in a delegated administrator.
 */
export class OrganizationSource implements AccountSource {
  private readonly client: OrganizationsClient;
  private readonly tagClient: OrganizationsClient;

  /** @param asksForTags Whether the tags of an account are to be read. Default: those of none. */
  constructor(
    config: OrganizationsClientConfig,
    private readonly asksForTags: (account: Account) => boolean = () => false,
  ) {
    const patient = { maxAttempts: 10, ...config };
    this.client = new OrganizationsClient(patient);
    // Thousands of requests find out how fast they may come, instead of using up their retries.
    this.tagClient = new OrganizationsClient({ ...patient, retryMode: "adaptive" });
  }

  async listAccounts(signal?: AbortSignal): Promise<KnownAccounts> {
    try {
      return await this.walk(signal);
    } catch (error) {
      throw explainRefusal(error);
    }
  }

  private async walk(signal: AbortSignal | undefined): Promise<KnownAccounts> {
    const managementId = await this.readManagementId(signal);
    const known: KnownAccounts = { accounts: [], ouPaths: [] };
    const queue = new PQueue({ concurrency: requestsAtOnce });
    const visit = async (unitId: string, path: string): Promise<void> => {
      known.ouPaths.push(path);
      const [accounts, units] = await Promise.all([
        queue.add(() => this.listAccountsOf(unitId, signal), { throwOnTimeout: true }),
        queue.add(() => this.listUnitsOf(unitId, signal), { throwOnTimeout: true }),
      ]);
      known.accounts.push(...accounts.map((account) => readAccount(account, path, managementId)));
      await Promise.all(units.map(({ id, name }) => visit(id, `${path === "/" ? "" : path}/${name}`)));
    };
    await visit(await this.readRootId(signal), "/");
    known.accounts.sort(byNameAndId);
    known.ouPaths.sort();
    const accounts = await withTags(this.tagClient, known.accounts, this.asksForTags, { requestsAtOnce, signal });
    return { ...known, accounts };
  }

  private async readManagementId(abortSignal: AbortSignal | undefined): Promise<string | undefined> {
    const { Organization } = await this.client.send(new DescribeOrganizationCommand({}), { abortSignal });
    return Organization?.MasterAccountId;
  }

  private async readRootId(abortSignal: AbortSignal | undefined): Promise<string> {
    const { Roots } = await this.client.send(new ListRootsCommand({}), { abortSignal });
    const id = Roots?.[0]?.Id;
    if (!id) throw new Error("AWS Organizations shows no root of the organization.");
    return id;
  }

  private async listAccountsOf(ParentId: string, abortSignal: AbortSignal | undefined): Promise<SdkAccount[]> {
    const found: SdkAccount[] = [];
    const pages = paginateListAccountsForParent({ client: this.client }, { ParentId }, { abortSignal });
    for await (const page of pages) found.push(...(page.Accounts ?? []));
    return found;
  }

  private async listUnitsOf(
    ParentId: string,
    abortSignal: AbortSignal | undefined,
  ): Promise<{ id: string; name: string }[]> {
    const found: { id: string; name: string }[] = [];
    const pages = paginateListOrganizationalUnitsForParent({ client: this.client }, { ParentId }, { abortSignal });
    for await (const { OrganizationalUnits = [] } of pages) {
      found.push(...OrganizationalUnits.map(({ Id = "", Name = "" }) => ({ id: Id, name: Name })));
    }
    return found;
  }
}

/** The same order on every machine, whatever its language. */
function byNameAndId(one: Account, other: Account): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

function readAccount(account: SdkAccount, ouPath: string, managementId: string | undefined): Account {
  const { Id: id = "", Name: name = id } = account;
  return { id, name, ouPath, state: readState(account), management: id === managementId };
}

/** `Status` is what `State` replaces: the Organizations API ends it on 2026-09-09 (API reference, type Account). */
function readState(account: SdkAccount): Account["state"] {
  const state = account.State ?? account.Status;
  switch (state) {
    case "ACTIVE":
    case "SUSPENDED":
    case "PENDING_CLOSURE":
    case "PENDING_ACTIVATION":
    case "CLOSED":
      return state;
    default:
      throw new Error(
        `AWS Organizations does not say in a known way whether account ${account.Id} is active (State: ${account.State}, Status: ${account.Status}), so nothing is done.`,
      );
  }
}

function explainRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const problem = (message: string) => new InputError("The organization", [{ path: "hub", message }]);
  switch (error.name) {
    case "AWSOrganizationsNotInUseException":
      return problem("is not in an organization: list the accounts in accounts.list, or name the management account");
    case "AccessDeniedException":
    case "AccessDenied":
      return problem(
        `may not read the organization: ${error.message}. Work from the management account or a delegated administrator, with organizations:DescribeOrganization and organizations:List*`,
      );
    default:
      return error;
  }
}
