"""Imported by the process that workers are forked from: what all of them need is read once, and shared in memory."""

from __future__ import annotations

import gc
import importlib
from contextlib import suppress

from extractors.classifier.classify import load_models

# Where what they are asked for stands. Each would read it for itself, with its first page.
for name in ("spiders.reading.put_off", "spiders.discovery.readers"):
    importlib.import_module(name)
with suppress(Exception):  # a worker reads them itself then, and tells why it cannot
    load_models()
gc.freeze()  # nothing of it goes away: looking at it would copy it
