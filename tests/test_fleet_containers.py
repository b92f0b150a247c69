"""What the Containerfile, the compose file and the units for systemd name is there: nothing here can run them."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from scrapy.utils.project import get_project_settings

from spiders.fleet.unit import unit
from tests.crawling import ROOT

if TYPE_CHECKING:
    from argparse import Namespace

CONTAINERFILE = (ROOT / "Containerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = {name: each for name, each in COMPOSE["services"].items() if "build" in each}
HOME, PROJECT = "/home/stet", "/home/stet/project"
UNIT = unit(ROOT)


def mounts(service: dict[str, Any]) -> dict[str, str]:
    """Where in the container what is mounted: path -> volume or folder."""
    found = (re.fullmatch(r"(.+?):(/[^:]+)(:ro)?", each) for each in service["volumes"])
    return {match[2]: match[1] for match in found if match}


def options_of(words: list[str]) -> Namespace:
    """Of a command of ours. Fails where there is no such command or option."""
    command = import_module(f"spiders.commands.{words[0]}").Command()
    command.settings = get_project_settings()
    parser = ArgumentParser(conflict_handler="resolve", exit_on_error=False)
    command.add_options(parser)
    options, rest = parser.parse_known_args(words[1:])
    assert [word for word in rest if word.startswith("-")] == []
    return options


@pytest.mark.parametrize("name", OURS)
def test_services_run_commands_that_are_there(name: str) -> None:
    assert options_of(OURS[name]["command"])


@pytest.mark.parametrize("name", OURS)
def test_services_set_settings_that_are_there_and_mount_what_they_name(name: str) -> None:
    environment = OURS[name]["environment"]
    assert set(environment) <= {key for key in get_project_settings() if key.startswith("STET_")} | {"STET_SITES"}
    used = {environment["STET_SITES"]}
    used |= {f"{HOME}/data"} if name != "crawler" else set()
    used |= {environment["STET_FLEET_STORAGE"]} if name != "reading-room" else set()
    assert used <= set(mounts(OURS[name]))


def test_volumes_are_folders_that_the_image_makes_for_its_user() -> None:
    made = set(shlex.split(CONTAINERFILE.partition("mkdir ")[2].partition("\n")[0]))
    named = {path: volume for each in OURS.values() for path, volume in mounts(each).items() if "$" not in volume}
    assert set(named) == made
    assert set(named.values()) | {"postgres"} == set(COMPOSE["volumes"])
    assert CONTAINERFILE.index("USER stet") < CONTAINERFILE.index("mkdir ")


def test_the_reading_room_is_published_where_it_listens() -> None:
    room = OURS["reading-room"]
    options = options_of(room["command"])
    assert options.host == "0.0.0.0"  # noqa: S104  (of the container)
    assert room["ports"] == [f"127.0.0.1:{options.port}:{options.port}"]


def test_the_image_is_built_with_targets_and_commands_that_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"\bmake (\w+)", CONTAINERFILE)
    assert targets == ["fleet"]
    assert all(f"\n{target}:" in makefile for target in targets)
    for command in re.findall(r"bin/scrapy ([\w-]+)", CONTAINERFILE):
        assert (ROOT / "spiders" / "commands" / f"{command}.py").exists()
    assert f"PATH={PROJECT}/.venv/bin:$PATH STET_DATABASE={HOME}/data/stet.db" in CONTAINERFILE
    assert f"COPY --chown=stet . {PROJECT}\n" in CONTAINERFILE
    assert f"WORKDIR {PROJECT}\n" in CONTAINERFILE


@pytest.mark.parametrize("name", [".containerignore", ".dockerignore"])
def test_nothing_of_the_machine_that_builds_goes_into_the_image(name: str) -> None:
    left_out = (ROOT / name).read_text().split()
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().split()}
    assert set(left_out) >= {".git", ".venv"} | (ignored & {"data", "build", "node_modules"})


def test_the_unit_for_systemd_runs_a_command_that_is_there_with_settings_that_are() -> None:
    program, *words = re.findall(r"ExecStart=(.*)", UNIT)[0].split()
    assert program.endswith("/scrapy")
    assert options_of(words)
    settings = set(re.findall(r"^(STET_\w+)=", UNIT, re.MULTILINE))
    assert settings <= {key for key in get_project_settings() if key.startswith("STET_")} | {"STET_SITES"}
    assert re.findall(r"WorkingDirectory=(.*)", UNIT) == [str(ROOT)]
    assert re.findall(r"EnvironmentFile=%h/(.*)", UNIT) == re.findall(r"# ~/(\S+fleet\.env)", UNIT)
