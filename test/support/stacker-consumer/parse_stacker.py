"""Reads the stacker.yaml on standard input with stacker's own parser and prints what it understood, as JSON."""

import collections
import collections.abc
import inspect
import json
import sys

# stacker's dependencies are older than the removal of these names in Python 3.10 and 3.11.
for name in collections.abc.__all__:
    if not hasattr(collections, name):
        setattr(collections, name, getattr(collections.abc, name))
if not hasattr(inspect, "getargspec"):
    inspect.getargspec = inspect.getfullargspec

from stacker.config import render_parse_load  # noqa: E402

config = render_parse_load(sys.stdin.read(), environment={}, validate=True)
json.dump(config.to_primitive(), sys.stdout)
