"""Put the kept blocks and the metadata together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.model import Article, Block

if TYPE_CHECKING:
    from extractors.access import AccessFinding
    from extractors.body.choice import Choice
    from extractors.features.blocks import Features
    from extractors.metadata import Metadata


def article_of(url: str, choice: Choice, features: Features, metadata: Metadata, access: AccessFinding) -> Article:
    """The clean article."""
    kept = [features.candidates[index] for index in sorted(choice.kept)]
    return Article(
        url=url,
        title=metadata.title,
        blocks=tuple(Block(candidate.kind, candidate.text) for candidate in kept),
        authors=metadata.authors,
        published=metadata.published,
        modified=metadata.modified,
        language=metadata.language,
        section=metadata.section,
        tags=metadata.tags,
        canonical_url=metadata.canonical_url,
        site_name=metadata.site_name,
        description=metadata.description,
        image=metadata.image,
        access=access.access,
        access_evidence=access.evidence,
        complete=access.complete,
        page_type=metadata.page_type,
    )
