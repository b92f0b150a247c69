"""Imported by the process that workers are forked from: what all of them need is read once, and shared in memory."""

from __future__ import annotations

import gc
from contextlib import suppress

from extractors.classifier.classify import load_models

with suppress(Exception):  # a worker reads them itself then, and tells why it cannot
    load_models()
gc.freeze()  # nothing of it goes away: looking at it would copy it
