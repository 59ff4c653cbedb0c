import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import pRetry from "p-retry";

/** A PostgreSQL server of one test, reached through a socket in its own folder. */
export interface Postgres {
  /** URL of its database, as Pulumi takes it for a backend. */
  url: string;
  /** Ends the server and removes all it kept; may be called again. */
  close(): Promise<void>;
}

/** PostgreSQL as Debian packages it. */
const debianFolder = "/usr/lib/postgresql";

/** Folder with PostgreSQL's programs: installed with apt-get where that is possible; nothing where there is none. */
export async function findPostgres(): Promise<string | undefined> {
  return (await installedPostgres()) ?? ((await installPostgres()) ? installedPostgres() : undefined);
}

async function installedPostgres(): Promise<string | undefined> {
  const versions = await readdir(debianFolder).catch(() => []);
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest) return path.join(debianFolder, newest, "bin");
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.find((folder) => spawnSync(path.join(folder, "initdb"), ["--version"]).status === 0);
}

async function installPostgres(): Promise<boolean> {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return false;
  // Debian makes a server that starts with the machine, unless it is told not to.
  await mkdir("/etc/postgresql-common", { recursive: true });
  await writeFile("/etc/postgresql-common/createcluster.conf", "create_main_cluster = false\n", { flag: "a" });
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const args = ["install", "-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold", "postgresql"];
  return spawnSync("apt-get", args, { env, stdio: "ignore" }).status === 0;
}

/** Starts a server with a database of its own; `programs` is the folder that {@link findPostgres} found. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = await mkdtemp(path.join(tmpdir(), "postgres-"));
  const owner = await serverUser();
  if (owner) await chown(folder, owner.uid, owner.gid);
  const data = path.join(folder, "data");
  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: "C" } };
  execFileSync(path.join(programs, "initdb"), ["-D", data, "-A", "trust", "--no-sync", "-U", "fleet"], options);
  const settings = ["listen_addresses=", "fsync=off", `unix_socket_directories=${folder}`];
  const server = spawn(
    path.join(programs, "postgres"),
    ["-D", data, ...settings.flatMap((setting) => ["-c", setting])],
    {
      ...options,
      stdio: "ignore",
    },
  );
  const ended = once(server, "close");
  const close = () => stop(server, ended, folder);
  try {
    await answering(programs, folder);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `postgres://fleet@/postgres?host=${encodeURIComponent(folder)}&sslmode=disable`, close };
}

/** The server refuses to run as root. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody") ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

async function answering(programs: string, folder: string): Promise<void> {
  const ask = async () => {
    const { status } = spawnSync(path.join(programs, "pg_isready"), ["-h", folder, "-U", "fleet", "-d", "postgres"]);
    if (status !== 0) throw new Error("PostgreSQL does not answer.");
  };
  await pRetry(ask, { retries: 100, minTimeout: 50, factor: 1.2, maxTimeout: 1_000 });
}

async function stop(server: ChildProcess, ended: Promise<unknown>, folder: string): Promise<void> {
  // Its way to end at once, without waiting for clients.
  server.kill("SIGQUIT");
  await ended;
  await rm(folder, { recursive: true, force: true });
}
