from __future__ import annotations

import os
import time

import pytest

from spiders.reading.parallel import AT_FIRST, ENOUGH_BYTES, MOMENT, MOST_AT_ONCE, Parallel
from spiders.reading.workers import NoWorkerError, Workers
from storage import ArchiveError


@pytest.fixture(scope="module")
def workers():
    started = Workers(1, 2, 2**31)
    yield started
    started.close()


def square(number):
    if number < 0:
        raise ArchiveError("not there")
    if number == 7:
        time.sleep(60)
    if number == 8:
        os._exit(1)
    return number * number


def run(workers, numbers):
    done, failed = {}, {}
    parallel = Parallel(workers, 1)
    parallel.run(numbers, square, done.__setitem__, lambda number, error: failed.update({number: str(error)}))
    return done, failed


def test_parallel_hands_over_all_items(workers):
    numbers = range(9, 9 + 5 * AT_FIRST)
    assert run(workers, numbers) == ({number: number**2 for number in numbers}, {})


def test_parallel_tells_which_item_failed(workers):
    done, failed = run(workers, [1, -1, 2])
    assert (done, failed) == ({1: 1, 2: 4}, {-1: "not there"})


def test_parallel_tells_which_item_hung_or_crashed(workers):
    done, failed = run(workers, range(5, 10))
    assert done == {5: 25, 6: 36, 9: 81}
    assert failed == {7: "took longer than 2 s to read", 8: "crashed the reader"}


def test_parallel_raises_what_the_handler_raises(workers):
    with pytest.raises(ZeroDivisionError):
        Parallel(workers, 1).run([1], square, lambda *_: 1 / 0, lambda *_: None)


def killed_once(path):
    if not path.exists():
        path.touch()
        os._exit(1)
    return "read"


def test_parallel_asks_again_where_a_worker_was_killed_over_a_lone_item(workers, tmp_path):
    done = {}
    Parallel(workers, 1).run([tmp_path / "met"], killed_once, done.__setitem__, lambda *_: None)
    assert list(done.values()) == ["read"]


class StartsOnce:
    """Workers that read one batch; then none can be started any more."""

    calls = 0
    busy_seconds = 0.0

    async def ready(self):
        pass

    async def call(self, function, *arguments):
        self.calls += 1
        if self.calls > 1:
            raise NoWorkerError("worker processes cannot start: Connection refused")
        return function(*arguments)


def test_parallel_ends_where_no_worker_can_be_started_and_blames_no_item():
    done, failed = {}, {}
    with pytest.raises(NoWorkerError, match="Connection refused"):
        Parallel(StartsOnce(), 1).run(range(9, 60), square, done.__setitem__, failed.__setitem__)
    assert done.keys() == set(range(9, 9 + AT_FIRST))
    assert failed == {}


class Notes:
    """Workers that take a while for each item, and note how many they are given at once."""

    def __init__(self, seconds):
        self.seconds, self.busy_seconds, self.batches = seconds, 0.0, []

    async def ready(self):
        pass

    async def call(self, function, *arguments):
        self.batches.append(len(arguments[1]))
        self.busy_seconds += self.seconds * len(arguments[1])
        return function(*arguments)


@pytest.mark.parametrize(
    ("seconds", "size", "at_once"),
    [
        (0.0001, 0, MOST_AT_ONCE),
        (MOMENT / 9.5, 0, 9),
        (10 * MOMENT, 0, 1),
        (0.0001, ENOUGH_BYTES // 3 + 1, 3),
        (0.0001, 9 * ENOUGH_BYTES, 1),
        (0.0001, 1, MOST_AT_ONCE),
    ],
)
def test_parallel_hands_over_what_is_read_in_a_moment_and_not_too_many_bytes(seconds, size, at_once):
    noted, done = Notes(seconds), {}
    Parallel(noted, 1, lambda _: size).run(range(9, 200), square, done.__setitem__, lambda *_: None)
    assert list(done) == list(range(9, 200))
    assert noted.batches[0] == (at_once if size > 1 else AT_FIRST)
    assert set(noted.batches[1:-1]) == {at_once}
    assert sum(noted.batches) == 191
