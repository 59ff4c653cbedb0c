import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A loopback port that stays the same while the server behind it is killed and comes back elsewhere. */
export class StableAddress {
  private target: number | undefined;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.relay(socket));

  private constructor() {}

  static async open(): Promise<StableAddress> {
    const address = new StableAddress();
    await new Promise<void>((resolve, reject) => {
      address.server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return address;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Sends new connections to another port; without one they are broken off, as are those that are open. */
  leadTo(port: number | undefined): void {
    this.target = port;
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.leadTo(undefined);
    await new Promise((resolve) => this.server.close(resolve));
  }

  private relay(socket: Socket): void {
    if (this.target === undefined) {
      socket.resetAndDestroy();
      return;
    }
    const behind = connect(this.target, "127.0.0.1");
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.resetAndDestroy());
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
