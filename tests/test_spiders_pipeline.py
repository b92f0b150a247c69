"""What the item pipeline waits for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from scrapy.exceptions import DropItem

from spiders.storing.pipeline import StorePipeline
from spiders.web.exchange import Arrival, fetch_not_asked
from storage import Discovery

URL = "https://example.org/"


def test_nobody_waits_for_the_row_of_what_is_no_article() -> None:
    """A list leaves out hundreds of addresses, each of which has one."""
    extension = Mock()  # whose answer cannot be waited for
    pipeline = StorePipeline(Mock(get_extension=lambda _: extension))
    fetch = fetch_not_asked(URL, "of another site", Discovery(URL, None, "feed", datetime.now(UTC)))
    arrival = Arrival(fetch, None, "example.org")
    with pytest.raises(DropItem, match="of another site"):
        asyncio.run(asyncio.wait_for(pipeline.process_item(arrival), 5))
    extension.note.assert_called_once_with(arrival)
