"""A refresh token works once: who may spend it, what survives a crash, and when a person has to help."""

from __future__ import annotations

import logging
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.kit.errors import AccessDenied, SourceError, UnexpectedReply, VendorUnavailable
from tests.kit.door_with_keys import SECRET, SEED, Door, read, transport_of

PROCESS = str(Path(__file__).parent / "door_with_keys.py")
DAY = 86400.0


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door()
    close = door.open()
    yield door
    close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


class Clock:
    """Epoch seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def spawn(door: Door, folder: Path, *, last_step: str = "", start: float = 0.0) -> subprocess.Popen[str]:
    command = [sys.executable, PROCESS, door.url, str(folder), last_step, str(start)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def run(door: Door, folder: Path, last_step: str = "") -> str:
    process = spawn(door, folder, last_step=last_step)
    said = process.communicate(timeout=60)[0].strip()
    assert process.returncode == (-signal.SIGKILL if last_step else 0)
    return said


def test_the_first_reading_spends_the_token_of_the_settings(door, folder):
    assert read(transport_of(door.url, folder))
    assert (door.renewals, door.reads) == ([SEED], ["access-1"])


def test_later_readings_use_the_pair_that_is_kept(door, folder):
    for _ in range(3):
        assert read(transport_of(door.url, folder))
    assert door.renewals == [SEED]


def test_a_pair_is_renewed_in_the_second_half_of_its_life_before_it_ends(door, folder, clock):
    transport = transport_of(door.url, folder, now=clock)
    read(transport)
    clock.now += DAY * 0.49
    read(transport)
    assert len(door.renewals) == 1
    clock.now += DAY * 0.02
    read(transport)
    assert door.renewals == [SEED, "refresh-1"]
    assert door.reads[-1] == "access-2"


def test_a_token_that_the_vendor_refuses_early_is_renewed_once(door, folder):
    transport = transport_of(door.url, folder)
    read(transport)
    door.access.clear()
    assert read(transport)
    assert door.reads == ["access-1", "access-1", "access-2"]


def test_a_vendor_that_refuses_new_tokens_too_is_not_asked_for_ever(door, folder):
    transport = transport_of(door.url, folder)
    read(transport)
    door.access = set()
    door.read = lambda header: (401, b"{}")
    with pytest.raises(AccessDenied):
        read(transport)
    assert len(door.renewals) == 2


def test_another_process_may_have_renewed_what_the_vendor_refuses(door, folder):
    mine, other = transport_of(door.url, folder), transport_of(door.url, folder)
    read(mine)
    door.access.clear()
    read(other)
    assert read(mine)
    assert door.renewals == [SEED, "refresh-1"]


def test_two_processes_at_once_spend_one_token(door, folder):
    door.delay = 0.5
    start = time.time() + 3
    processes = [spawn(door, folder, start=start) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert said == ["access-1", "access-1"]
    assert door.renewals == [SEED]


def test_many_threads_at_once_spend_one_token(door, folder):
    door.delay = 0.2
    threads = [threading.Thread(target=lambda: read(transport_of(door.url, folder))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert door.renewals == [SEED]
    assert door.reads == ["access-1"] * 6


def test_a_process_killed_before_it_asked_has_spent_nothing(door, folder):
    run(door, folder, "asked")
    assert door.renewals == []
    assert run(door, folder) == "access-1"


def test_a_process_killed_after_it_kept_the_answer_has_lost_nothing(door, folder):
    run(door, folder, "received")
    assert run(door, folder) == "access-1"
    assert door.renewals == [SEED]


def test_a_process_killed_after_it_stored_the_pair_has_lost_nothing(door, folder):
    run(door, folder, "stored")
    assert run(door, folder) == "access-1"
    assert door.renewals == [SEED]
    door.access.clear()
    assert run(door, folder) == "access-2"
    assert not list(folder.glob("*.pending"))


def test_a_process_killed_with_the_answer_in_its_hands_leaves_a_clear_task_for_a_person(door, folder):
    run(door, folder, "answered")
    said = run(door, folder)
    assert said.startswith("AccessDenied the vendor does not renew the token: 401: Некорректный запрос")
    assert "Token has been revoked; a renewal begun at 20" in said
    assert "never got its answer" in said
    assert "authorise the integration again" in said
    assert run(door, folder) == said, "the reason is remembered until a person has helped"


def test_a_new_token_in_the_settings_begins_anew(door, folder):
    run(door, folder, "answered")
    door.refresh = "refresh-by-a-person"
    assert read(transport_of(door.url, folder, seed="refresh-by-a-person"))
    assert read(transport_of(door.url, folder, seed="refresh-by-a-person"))
    assert door.renewals == [SEED, "refresh-by-a-person"]


def test_a_wrong_new_token_does_not_spoil_the_pair_that_is_kept(door, folder):
    read(transport_of(door.url, folder))
    with pytest.raises(AccessDenied):
        read(transport_of(door.url, folder, seed="typed-wrong"))
    assert read(transport_of(door.url, folder))
    assert door.renewals == [SEED, "typed-wrong"]


def test_an_answer_lost_on_its_way_is_not_asked_for_blindly(door, folder, clock):
    transport = transport_of(door.url, folder, now=clock)
    read(transport)
    clock.now += DAY * 0.6
    door.instead = lambda number: (200, None)
    assert read(transport), "the access token is good for some hours"
    assert read(transport)
    assert len(door.renewals) == 2
    clock.now += DAY
    door.instead = lambda number: None
    with pytest.raises(AccessDenied, match="never got its answer"):
        read(transport)


def test_a_lost_answer_to_a_token_that_was_not_spent_heals_itself(door, folder, clock):
    transport = transport_of(door.url, folder, now=clock)
    read(transport)
    clock.now += DAY * 2
    door.instead = lambda number: (504, b"")
    with pytest.raises(VendorUnavailable, match="answered 504"):
        read(transport)
    door.instead = lambda number: None
    assert read(transport)
    assert door.renewals == [SEED, "refresh-1", "refresh-1"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_throttled_renewal_is_asked_again_because_nothing_was_spent(door, folder, status):
    door.instead = lambda number: (status, b"") if number < 3 else None
    transport = transport_of(door.url, folder)
    slept: list[float] = []
    transport.sleep = slept.append
    assert read(transport)
    assert (slept, len(door.renewals)) == ([2.0, 8.0], 3)


def test_a_vendor_that_throttles_renewals_for_ever_is_left_for_the_next_run(door, folder):
    door.instead = lambda number: (429, b"")
    with pytest.raises(VendorUnavailable, match="429 again and again"):
        read(transport_of(door.url, folder))
    door.instead = lambda number: None
    assert read(transport_of(door.url, folder))


def test_a_vendor_that_is_not_there_has_spent_nothing(door, folder):
    with pytest.raises(VendorUnavailable, match="no whole answer"):
        read(transport_of("http://127.0.0.1:9", folder))
    assert not list(folder.glob("*.pending"))


def test_a_renewal_that_is_refused_while_the_token_lives_is_only_noted(door, folder, clock, caplog):
    transport = transport_of(door.url, folder, now=clock)
    read(transport)
    clock.now += DAY * 0.6
    door.refresh = "somebody-else-spent-it"
    with caplog.at_level(logging.WARNING):
        assert read(transport)
    assert "going on with the access token that is still good" in caplog.text
    clock.now += DAY
    with pytest.raises(AccessDenied, match="Token has been revoked"):
        read(transport)


def test_an_answer_without_a_pair_is_not_understood_and_kept_for_a_look(door, folder):
    door.instead = lambda number: (200, b'{"token_type": "Bearer"}')
    with pytest.raises(UnexpectedReply, match="holds no pair"):
        read(transport_of(door.url, folder))
    (journal,) = folder.glob("*.pending")
    assert b"Bearer" in journal.read_bytes()


def test_a_damaged_file_is_no_pair(door, folder):
    read(transport_of(door.url, folder))
    (pair,) = folder.glob("*.json")
    pair.write_bytes(b'{"access')
    with pytest.raises(AccessDenied):
        read(transport_of(door.url, folder))


def test_a_folder_that_cannot_be_written_is_met_before_the_token_is_spent(door, folder):
    folder.mkdir()
    transport = transport_of(door.url, folder)
    name = next(iter(folder.iterdir()), None)
    assert name is None
    blocked = folder / f".{transport.auth._files.name}.pending.aside"
    blocked.mkdir()
    with pytest.raises(SourceError, match="could not be written"):
        read(transport)
    assert door.renewals == []


def test_files_of_tokens_are_for_us_alone(door, folder):
    read(transport_of(door.url, folder))
    (pair,) = folder.glob("*.json")
    assert stat.S_IMODE(pair.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert SECRET not in pair.read_text() and "integration" not in pair.name


def test_no_token_is_shown(door, folder, caplog):
    transport = transport_of(door.url, folder)
    with caplog.at_level(logging.DEBUG):
        read(transport)
        door.access.clear()
        door.refresh = "other"
        with pytest.raises(AccessDenied) as caught:
            read(transport)
    shown = str(caught.value) + caplog.text + repr(transport) + repr(transport.auth)
    for secret in (SECRET, SEED, "access-1", "refresh-1"):
        assert secret not in shown
    assert transport.redact("Bearer access-1 and refresh-1") == "Bearer *** and ***"


def test_an_address_that_redirects_is_not_given_the_token_twice(door, folder):
    door.instead = lambda number: (302, b"")
    with pytest.raises(AccessDenied, match="302"):
        read(transport_of(door.url, folder))
    assert len(door.renewals) == 1


def test_a_vendor_that_wants_it_is_asked_by_query_and_only_when_a_token_is_over(door, folder, clock):
    transport = transport_of(door.url, folder, now=clock, by_query=True, on_demand=True)
    read(transport)
    clock.now += DAY * 0.99
    read(transport)
    assert door.asked_by == ["GET"]
    clock.now += DAY * 0.02
    read(transport)
    assert door.renewals == [SEED, "refresh-1"]
    assert door.asked_by == ["GET", "GET"]


def test_a_pair_that_is_printed_shows_no_token(door, folder):
    transport = transport_of(door.url, folder)
    assert read(transport)
    shown = repr(transport.auth._used)
    assert "Pair" in shown
    for secret in ("access-1", "refresh-1", SEED):
        assert secret not in shown
