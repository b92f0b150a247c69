"""What a machine of a fleet says while it works: a line each, whatever the libraries under it have to tell."""

from __future__ import annotations

import logging

from spiders.reports.plain_text import plain

AGAIN = 60.0  # seconds after which the same line is news


class OneLine(logging.Formatter):
    """The first line of a message, and of what is at the bottom of its exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Without a traceback."""
        return plain(f"{self.formatTime(record, '%H:%M:%S')} {line_of(record)}")


class Once(logging.Filter):
    """Lets a line pass that was not said a moment ago: each connection of a pool complains for itself."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is news."""
        self._said = {line: at for line, at in self._said.items() if record.created - at < AGAIN}
        return self._said.setdefault(line_of(record), record.created) == record.created


def line_of(record: logging.LogRecord) -> str:
    """What it says."""
    error = record.exc_info[1] if record.exc_info else None
    return ": ".join([first_line(record.getMessage()), *([root_of(error)] if error else [])])


def first_line(text: str) -> str:
    """Of what has something in it."""
    return next((line.strip(" :,") for line in text.splitlines() if line.strip(" :,")), "")


def root_of(error: BaseException) -> str:
    """In a line: what led to an exception says more than what it was wrapped into."""
    while error.__cause__ is not None:
        error = error.__cause__
    return first_line(str(error)) or type(error).__name__


def speak_in_lines() -> None:
    """From now on, on stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    handler.addFilter(Once())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
