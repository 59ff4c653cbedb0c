import {
  CreateOrganizationalUnitCommand,
  ListRootsCommand,
  type OrganizationsClient,
  paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";

/** The units of an organization by path: `/` is the root, `/Workloads/Prod` a unit in a unit. */
export class OrganizationalUnits {
  private readonly ids = new Map<string, Promise<string>>();

  constructor(private readonly client: OrganizationsClient) {}

  /** The id of the unit at `path`, made with its parents where they do not exist yet. */
  ensure(path: string): Promise<string> {
    const known = this.ids.get(path);
    if (known) return known;
    const id = path === "/" ? this.findRoot() : this.create(path);
    this.ids.set(path, id);
    return id;
  }

  /** Learns every unit there is, and returns their ids by path, the root's first. */
  async discover(parentPath = "/"): Promise<Map<string, string>> {
    const parentId = await this.ensure(parentPath);
    const found = new Map([[parentPath, parentId]]);
    for await (const page of paginateListOrganizationalUnitsForParent(
      { client: this.client },
      { ParentId: parentId },
    )) {
      for (const unit of page.OrganizationalUnits ?? []) {
        const path = `${parentPath === "/" ? "" : parentPath}/${unit.Name}`;
        this.ids.set(path, Promise.resolve(unit.Id ?? ""));
        for (const [childPath, childId] of await this.discover(path)) found.set(childPath, childId);
      }
    }
    return found;
  }

  private async findRoot(): Promise<string> {
    const { Roots } = await this.client.send(new ListRootsCommand({}));
    const id = Roots?.[0]?.Id;
    if (!id) throw new Error("The emulator shows no root of the organization.");
    return id;
  }

  private async create(path: string): Promise<string> {
    const cut = path.lastIndexOf("/");
    const ParentId = await this.ensure(path.slice(0, cut) || "/");
    const made = await this.client.send(new CreateOrganizationalUnitCommand({ ParentId, Name: path.slice(cut + 1) }));
    return made.OrganizationalUnit?.Id ?? "";
  }
}
