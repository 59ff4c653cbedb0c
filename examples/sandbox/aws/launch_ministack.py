"""Starts MiniStack on a free loopback port and ends it together with the process that started it.

MiniStack's own command needs a port chosen beforehand, which another program may take in between, and outlives a
parent that was killed. Here the port is bound first and told through file descriptor 3; connections made from then
on wait in the queue until the server answers them. End of standard input, which also comes when the parent is
killed, is the sign to stop.
"""

import asyncio
import os
import socket
import sys
import threading

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(("127.0.0.1", 0))
listener.listen(128)
port = listener.getsockname()[1]
# Read by MiniStack when it is imported: it names itself by this port in the URLs it hands out.
os.environ["GATEWAY_PORT"] = str(port)
os.write(3, f"{port}\n".encode())
os.close(3)

from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402
from ministack.app import app  # noqa: E402


async def main() -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def wait_for_parent() -> None:
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait_for_parent, daemon=True).start()
    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    config.keep_alive_timeout = 75
    # Idle connections of clients that are gone would hold the end up.
    config.graceful_timeout = 0.1
    await serve(app, config, shutdown_trigger=stop.wait)


asyncio.run(main())
sys.stdout.flush()
sys.stderr.flush()
# Nothing is left to save: do not wait for the worker threads.
os._exit(0)
