"""Provenance as W3C PROV-JSON (https://www.w3.org/submissions/prov-json/).

Entities are the list that a link stood in, the response, the version and its ledger; activities are run, fetch and
extraction; agents are Stet and the outlet. Each article is a bundle, so that a site can be written piece by piece.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from storage.history.provenance import traces
from storage.records import Outcome

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.history.provenance import Row, Trace

PREFIXES = {"stet": "urn:stet:", "xsd": "http://www.w3.org/2001/XMLSchema#"}
STET = "stet:program"

Records = dict[str, dict[str, Any]]


class Bundle:
    """PROV records by section; what is added twice stands once, what is not known is left out."""

    def __init__(self) -> None:
        self.sections: defaultdict[str, Records] = defaultdict(dict)

    def add(self, section: str, name: str, **attributes: object) -> str:
        """An element. Attribute names: ``prov_type`` for ``prov:type``, ``word`` for ``stet:word``."""
        known = {_name(key): _typed(key, value) for key, value in attributes.items() if value not in (None, "", [])}
        self.sections[section][name] = known
        return name

    def relate(self, relation: str, subject: str, target: str, **attributes: object) -> None:
        """A relation, whose two ends are named as PROV names them."""
        first, second = ENDS[relation]
        ends = {f"prov:{first}": subject, f"prov:{second}": target}
        known = {_name(key): _typed(key, value) for key, value in attributes.items() if value is not None}
        self.sections[relation][f"_:{relation}-{subject[5:]}-{target[5:]}"] = ends | known


ENDS = {
    "used": ("activity", "entity"),
    "wasGeneratedBy": ("entity", "activity"),
    "wasDerivedFrom": ("generatedEntity", "usedEntity"),
    "wasAttributedTo": ("entity", "agent"),
    "wasAssociatedWith": ("activity", "agent"),
    "wasInformedBy": ("informed", "informant"),
    "specializationOf": ("specificEntity", "generalEntity"),
    "hadMember": ("collection", "entity"),
}


def _name(key: str) -> str:
    return key.replace("prov_", "prov:", 1) if key.startswith("prov_") else f"stet:{key}"


def _typed(key: str, value: object) -> object:
    return {"$": value, "type": "prov:QUALIFIED_NAME"} if key == "prov_type" else value


def article_bundle(db: Database, article: int) -> dict[str, Records]:
    """All versions of an article, with what they came from and what was cut, as one PROV bundle."""
    bundle = Bundle()
    previous: str | None = None
    for trace in traces(db, article):
        previous = _add_version(bundle, trace, previous)
    return dict(bundle.sections)


def _add_version(bundle: Bundle, trace: Trace, previous: str | None) -> str:
    version, article = trace.version, trace.article
    whole = bundle.add("entity", f"stet:article-{article['id']}", prov_type="stet:Article", url=article["url"])
    name = bundle.add(
        "entity", f"stet:version-{version['id']}", prov_type="stet:Version", prov_label=version["title"],
        words=version["words"], sha256=version["text_digest"], cause=version["cause"],
        flags=json.loads(version["flags"]),
    )  # fmt: skip
    bundle.relate("specializationOf", name, whole)
    came = [fetch for fetch in trace.further if fetch["outcome"] != Outcome.FAILED]
    responses = [_add_response(bundle, fetch, trace.run) for fetch in (trace.fetch, *came)]
    extraction = _add_extraction(bundle, trace, responses)
    bundle.relate("wasGeneratedBy", name, extraction, prov_time=version["made_at"])
    for response in responses:
        bundle.relate("wasDerivedFrom", name, response)
    if previous:
        bundle.relate("wasDerivedFrom", name, previous, prov_type="prov:Revision")
    for box in trace.boxes:
        _add_box(bundle, box, extraction)
    for removal in trace.removals:
        _add_removal(bundle, removal, responses[removal["page"] - 1], extraction)
    return name


def _add_response(bundle: Bundle, fetch: Row, run: Row) -> str:
    """What the outlet sent, and the fetch that got it."""
    place = fetch["warc_file"] and f"{fetch['warc_file']}#{fetch['warc_offset']}"
    response = bundle.add(
        "entity", f"stet:response-{fetch['id']}", prov_type="stet:Response", prov_location=place, url=fetch["url"],
        status=fetch["status"], payloadDigest=fetch["payload_digest"],
    )  # fmt: skip
    outlet = bundle.add("agent", f"stet:site-{fetch['site']}", prov_type="prov:Organization", prov_label=fetch["site"])
    bundle.relate("wasAttributedTo", response, outlet)
    bundle.relate("wasGeneratedBy", response, _add_fetch(bundle, fetch, run), prov_time=fetch["fetched_at"])
    return response


def _add_fetch(bundle: Bundle, fetch: Row, run: Row) -> str:
    """One request, and the list (or the page before) that led there."""
    activity = bundle.add(
        "activity", f"stet:fetch-{fetch['id']}", prov_startTime=fetch["fetched_at"], prov_endTime=fetch["fetched_at"],
        prov_type="stet:Fetch", urlAsked=fetch["url_asked"], redirects=[hop["url"] for hop in fetch["redirects"]],
        error=fetch["error"],
    )  # fmt: skip
    bundle.relate("wasInformedBy", activity, _add_run(bundle, run))
    if fetch["found_in"]:
        listed = bundle.add("entity", f"stet:list-of-{fetch['id']}", prov_type="stet:List", url=fetch["found_in"])
        bundle.relate("used", activity, listed, prov_time=fetch["found_at"], prov_role=fetch["found_as"])
    return activity


def _add_extraction(bundle: Bundle, trace: Trace, responses: list[str]) -> str:
    """What read the pages; of one that could not be had it knows by the fetch that failed."""
    version = trace.version
    extraction = bundle.add(
        "activity", f"stet:extraction-{version['id']}", prov_endTime=version["made_at"], prov_type="stet:Extraction",
        extractorVersion=version["extractor_version"], rulesVersion=version["rules_version"],
    )  # fmt: skip
    for response in responses:
        bundle.relate("used", extraction, response)
    for fetch in trace.further:
        if fetch["outcome"] == Outcome.FAILED:
            bundle.relate("wasInformedBy", extraction, _add_fetch(bundle, fetch, trace.run))
    bundle.relate("wasInformedBy", extraction, _add_run(bundle, trace.made_by))
    return extraction


def _add_run(bundle: Bundle, run: Row) -> str:
    name = bundle.add(
        "activity", f"stet:run-{run['id']}", prov_startTime=run["started_at"], prov_endTime=run["finished_at"],
        prov_type="stet:Run", spider=run["spider"], codeVersion=run["code_version"], rulesVersion=run["rules_version"],
    )  # fmt: skip
    bundle.add("agent", STET, prov_type="prov:SoftwareAgent", prov_label="Stet")
    bundle.relate("wasAssociatedWith", name, STET)
    return name


def _add_box(bundle: Bundle, box: Row, extraction: str) -> None:
    name = bundle.add(
        "entity", f"stet:box-{box['id']}", prov_type="prov:Collection", category=box["category"], layer=box["layer"],
        rule=box["rule"], reason=box["reason"],
    )  # fmt: skip
    bundle.relate("wasGeneratedBy", name, extraction)


def _add_removal(bundle: Bundle, removal: Row, response: str, extraction: str) -> None:
    name = bundle.add(
        "entity", f"stet:removal-{removal['id']}", prov_type="stet:Removal", prov_value=removal["text"],
        category=removal["category"], layer=removal["layer"], rule=removal["rule"], evidence=removal["evidence"],
        position=removal["position"],
    )  # fmt: skip
    bundle.relate("wasGeneratedBy", name, extraction)
    bundle.relate("wasDerivedFrom", name, response)
    bundle.relate("hadMember", f"stet:box-{removal['box']}", name)
