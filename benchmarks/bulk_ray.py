"""A corpus made by two nodes of Ray on this machine, one of which is killed, beside one made without Ray: row for row.

python -m benchmarks.bulk_ray [--records 1200] [--files 8]

The second node is killed with -9, with all its processes, when two files are done. Ends with 1 where the command does,
or a row is another. Needs make bulk ray.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bulk import ROOT, differences, exchanges, write_files
from benchmarks.processes import processes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PORT = 6399
LONGEST = 1800  # seconds
NODE = ("--num-cpus=1", "--object-store-memory=200000000")


def main() -> int:
    """Print what came of it; exit status."""
    parser = argparse.ArgumentParser(description="A corpus on two nodes of Ray, of which one is killed.")
    parser.add_argument("--records", type=int, default=1200)
    parser.add_argument("--files", type=int, default=8)
    arguments = parser.parse_args()
    if find_spec("ray") is None:
        print("needs ray: make bulk ray installs it", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="stet-ray-") as name:
        folder = Path(name)
        write_files(folder / "archives", list(exchanges(arguments.records, random.Random(18))), arguments.files)
        started(folder, "local", os.environ).wait(LONGEST)
        with two_nodes(folder) as environment:
            status, done = with_one_killed(folder, environment)
        others = list(differences(folder / "local", folder / "ray"))
    told = f"a node killed with {done} of {arguments.files} files done: status {status}"
    print("\n".join([f"{told}, {'OTHER' if others else 'the same'} rows as without Ray", *others]))
    return int(status != 0 or bool(others))


def started(folder: Path, executor: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """The command, into a corpus that is called as its executor."""
    command = [sys.executable, "-m", "scrapy", "bulk", str(folder / "archives"), "--output", str(folder / executor)]
    options = ("--executor", executor, "--workers", "2")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*command, *options], cwd=ROOT, env=environment, **quiet)  # type: ignore[call-overload,no-any-return,unused-ignore]


@contextmanager
def two_nodes(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which they are found. Ray gives its workers the least priority there is unless it is told."""
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(20)}
    environment = os.environ | token | {"RAY_worker_niceness": "0", "RAY_USAGE_STATS_ENABLED": "0"}
    try:
        ray(environment, "--head", f"--port={PORT}", "--include-dashboard=false", f"--temp-dir={folder / 'nodes'}")
        address = (folder / "nodes" / "ray_current_cluster").read_text().strip()
        ray(environment, f"--address={address}")
        yield environment | {"RAY_ADDRESS": address}
    finally:
        kill_all(*(number for number, _ in started_by(folder)))


def ray(environment: Mapping[str, str], *options: str) -> None:
    """Start a node."""
    command = [str(Path(sys.executable).with_name("ray")), "start", *NODE, *options]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=300)


def started_by(folder: Path) -> Iterator[tuple[int, str]]:
    """Number and name of each process of the two nodes: the folder of their logs stands in its command."""
    for each in processes():
        with suppress(OSError):
            if str(folder / "nodes").encode() in Path(f"/proc/{each.number}/cmdline").read_bytes():
                yield each.number, each.name


def second_node(folder: Path) -> int:
    """The process that a node hangs on."""
    return max(number for number, name in started_by(folder) if name == "raylet")


def with_one_killed(folder: Path, environment: Mapping[str, str]) -> tuple[int, int]:
    """The exit status of the command, and how many files were done when a node was killed."""
    process = started(folder, "ray", environment)
    until, done = time.monotonic() + LONGEST, 0
    while done < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.2)
        done = len(list(folder.glob("ray/articles/*.parquet")))
    kill_all(second_node(folder))
    return process.wait(LONGEST), done


def kill_all(*parents: int) -> None:
    """Processes with all that they started."""
    for parent in parents:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            kill_all(*map(int, path.read_text().split()))
        with suppress(ProcessLookupError):
            os.kill(parent, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
