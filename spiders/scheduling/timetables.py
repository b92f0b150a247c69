"""What starts ``scrapy due`` regularly: units for systemd, a line for cron."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY_MINUTES = 10
CONTACT_MISSING = "you@example.org"  # to be replaced by the user

SERVICE = """\
# ~/.config/systemd/user/stet.service
[Unit]
Description=Stet: crawl the news sites that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={root}
Environment="STET_CONTACT={contact}" "STET_DATABASE={database}"
ExecStart={scrapy} due
KillSignal=SIGINT
KillMode=mixed
TimeoutStopSec=300
Nice=10

# ~/.config/systemd/user/stet.timer
[Unit]
Description=Stet: every {minutes} minutes

[Timer]
OnCalendar=*:0/{minutes}
Persistent=true

[Install]
WantedBy=timers.target

# Then: systemctl --user daemon-reload && systemctl --user enable --now stet.timer
# To run while nobody is logged in: loginctl enable-linger"""

CRON = """\
# crontab -e
*/{minutes} * * * * cd {root} && STET_CONTACT={contact} STET_DATABASE={database} {scrapy} due"""


def _facts(root: Path, database: Path, contact: str) -> dict[str, str]:
    return {
        "root": str(root),
        "database": str(root / database),
        "contact": contact or CONTACT_MISSING,
        "scrapy": str(Path(sys.executable).with_name("scrapy")),
        "minutes": str(EVERY_MINUTES),
    }


def systemd(root: Path, database: Path, contact: str) -> str:
    """A service and a timer for the user's systemd; percent signs mean something there."""
    facts = {name: value.replace("%", "%%") for name, value in _facts(root, database, contact).items()}
    return SERVICE.format(**facts)


def cron(root: Path, database: Path, contact: str) -> str:
    """A line for the user's crontab; percent signs end a command there."""
    facts = {name: quote(value).replace("%", r"\%") for name, value in _facts(root, database, contact).items()}
    return CRON.format(**facts)


TIMETABLES: dict[str, Callable[[Path, Path, str], str]] = {"systemd": systemd, "cron": cron}
