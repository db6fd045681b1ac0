"""Time and identifiers."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.system.clock import SetClock, SystemClock
from veldwerk.system.ids import CODE_ALPHABET, SeededIds, SystemIds

START = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)


def test_the_system_clock_is_aware_and_agrees_with_itself() -> None:
    clock = SystemClock()
    now = clock.now()
    assert now.utcoffset() is not None
    assert abs(clock.millis() - now.timestamp() * 1000) < 60_000
    assert clock.today() - now.date() in (timedelta(0), timedelta(1))
    assert clock.monotonic() <= clock.monotonic()


def test_a_set_clock_moves_only_when_told() -> None:
    clock = SetClock(START)
    assert clock.now() == clock.now() == START
    clock.advance(timedelta(hours=14))
    assert clock.today() == START.date() + timedelta(days=1)
    assert clock.monotonic() == 14 * 3600
    clock.set(START)
    assert clock.monotonic() == 14 * 3600
    with pytest.raises(ValueError, match="aware"):
        clock.set(START.replace(tzinfo=None))


@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=50))
def test_ids_are_version_7_and_rise_even_when_the_clock_goes_back(jumps: list[int]) -> None:
    clock = SetClock(START)
    ids = SystemIds(clock)
    made = []
    for jump in jumps:
        clock.advance(timedelta(milliseconds=jump))
        made.append(ids.new_id())
    assert made == sorted(set(made))
    assert {UUID(each).version for each in made} == {7}
    assert {UUID(each).variant for each in made} == {"specified in RFC 4122"}


def test_an_id_starts_with_its_millisecond() -> None:
    assert UUID(SystemIds(SetClock(START)).new_id()).int >> 80 == SetClock(START).millis()


def test_ten_thousand_ids_in_one_millisecond_rise_and_differ() -> None:
    ids = SystemIds(SetClock(START))
    made = [ids.new_id() for _ in range(10_000)]
    assert made == sorted(set(made))


def test_threads_never_share_an_id() -> None:
    ids, made = SystemIds(SystemClock()), list[str]()
    threads = [
        threading.Thread(target=lambda: made.extend(ids.new_id() for _ in range(500))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000


def test_a_seed_gives_the_same_ids() -> None:
    first, second, other = (SeededIds(seed, SetClock(START)) for seed in (7, 7, 8))
    sequence = [first.new_id() for _ in range(5)]
    assert sequence == [second.new_id() for _ in range(5)]
    assert sequence[0] != other.new_id()


def test_short_codes_have_no_signs_that_look_alike() -> None:
    assert len(set(CODE_ALPHABET)) == 32
    assert not set("01IO") & set(CODE_ALPHABET)
    code = SystemIds(SystemClock()).short_code(200)
    assert len(code) == 200
    assert set(code) <= set(CODE_ALPHABET)
