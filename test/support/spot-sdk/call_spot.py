"""Makes calls with the vendor's Python SDK, and prints what each returns.

Reads JSON from its input: `endpoint`, `token`, optionally `accountId`, and `calls`, each the SDK's client, method and arguments.
Prints a list: `returned`, or `refused` with the SDK's own words.
"""

import json
import sys

from spotinst_sdk2 import SpotinstSession
from spotinst_sdk2.client import SpotinstClientException

order = json.load(sys.stdin)
session = SpotinstSession(
    base_url=order["endpoint"], auth_token=order["token"], account_id=order.get("accountId")
)
results = []
for client, method, *arguments in order["calls"]:
    try:
        results.append({"returned": getattr(session.client(client), method)(*arguments)})
    except SpotinstClientException as error:
        results.append({"refused": error.message})
json.dump(results, sys.stdout)
