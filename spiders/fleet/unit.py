"""The unit for systemd that keeps ``scrapy fleet work`` going on a machine."""

from __future__ import annotations

import sys
from pathlib import Path

UNIT = """\
# ~/.config/stet/fleet.env, readable by you alone (chmod 600): it holds the password of PostgreSQL
STET_FLEET_DSN=postgresql://stet:secret@db.example/stet
STET_FLEET_STORAGE=s3://bucket/stet
STET_SITES={sites}
STET_CONTACT=you@example.org

# ~/.config/systemd/user/stet-fleet.service
[Unit]
Description=Stet: crawl what is due, with other machines
Wants=network-online.target
After=network-online.target

[Service]
WorkingDirectory={root}
EnvironmentFile=%h/.config/stet/fleet.env
ExecStart={scrapy} fleet work
Restart=always
RestartSec=30
KillSignal=SIGTERM
KillMode=mixed
TimeoutStopSec=300
Nice=10

[Install]
WantedBy=default.target

# Then: systemctl --user daemon-reload && systemctl --user enable --now stet-fleet
# To run while nobody is logged in: loginctl enable-linger"""


def unit(root: Path) -> str:
    """With the paths of this checkout; percent signs mean something in it."""
    scrapy = Path(sys.executable).with_name("scrapy")
    sites = Path.home() / "sites"
    paths = {"root": root, "scrapy": scrapy, "sites": sites}
    return UNIT.format(**{name: str(path).replace("%", "%%") for name, path in paths.items()})
