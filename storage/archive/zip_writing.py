"""ZIP files that are written piece by piece to a stream, which may end before they do."""

from __future__ import annotations

import zipfile


class ZipWriter(zipfile.ZipFile):
    """Writes its end when it is closed, never when it is collected: what failed half-way has no stream any more."""

    def __del__(self) -> None:
        """The usual one would write to the closed stream, and print a traceback."""
