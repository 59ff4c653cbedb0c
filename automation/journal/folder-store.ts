import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import * as path from "node:path";
import { InputError } from "../errors";
import { BatchingLog, type LogWriter } from "./batching-log";
import { type FactLog, type FactRecord, type FactStore, isLogName, wholeLines } from "./fact-store";
import { FolderRecord } from "./folder-record";

const lineFeed = 0x0a;

/** Keeps the facts of a fleet in a folder: a file a log, and a folder `records` beside them. */
export function folderStore(folder: string): FactStore {
  return new FolderStore(path.resolve(folder));
}

class FolderStore implements FactStore {
  constructor(readonly location: string) {}

  locate(log: string): string {
    return path.join(this.location, log);
  }

  async listLogs(): Promise<string[]> {
    const names = await readdir(this.location).catch(nothingWhenAbsent([]));
    return names.filter(isLogName).sort();
  }

  async openLog(log: string): Promise<FactLog> {
    const handle = await this.orRefuse(async () => {
      await mkdir(this.location, { recursive: true });
      return open(this.locate(log), constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
    });
    try {
      await dropTornTail(handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new BatchingLog(fileWriter(handle));
  }

  async readLog(log: string): Promise<string[] | undefined> {
    const text = await readFile(this.locate(log), "utf8").catch(nothingWhenAbsent(undefined));
    return text === undefined ? undefined : wholeLines(text);
  }

  async removeLog(log: string): Promise<void> {
    await rm(this.locate(log), { force: true });
  }

  readRecord(name: string): Promise<FactRecord | undefined> {
    return this.record(name).read();
  }

  writeRecord(name: string, text: string, version?: string): Promise<string | undefined> {
    return this.orRefuse(() => this.record(name).write(text, version));
  }

  private record(name: string): FolderRecord {
    return new FolderRecord(path.join(this.location, "records", name));
  }

  private async orRefuse<Result>(write: () => Promise<Result>): Promise<Result> {
    return write().catch((error: NodeJS.ErrnoException) => {
      const { code = String(error) } = error;
      const message = `cannot be written (${code}): every run is recorded there; make the folder writable, or move the fleet file into one that is`;
      throw new InputError("The journal of the run", [{ path: this.location, message }]);
    });
  }
}

function fileWriter(handle: FileHandle): LogWriter {
  return {
    write: async (lines) => {
      await handle.appendFile(lines);
      await handle.datasync();
    },
    close: () => handle.close(),
  };
}

/** What a crash cut short must not swallow what comes after it. */
async function dropTornTail(handle: FileHandle): Promise<void> {
  const content = await handle.readFile();
  const end = content.lastIndexOf(lineFeed) + 1;
  if (end < content.length) await handle.truncate(end);
}

function nothingWhenAbsent<Nothing>(nothing: Nothing): (error: NodeJS.ErrnoException) => Nothing {
  return (error) => {
    if (error.code === "ENOENT") return nothing;
    throw error;
  };
}
