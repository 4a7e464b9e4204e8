"""A file is what it was or what it shall be, and one room alone writes files so."""

import stat
from pathlib import Path

import pytest

from durable.files import aside_of, write_file

REPOSITORY = Path(__file__).parents[2]
ROOMS = ("connectors", "expectations", "orchestration", "page", "texts")


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path):
    file = tmp_path / "told.json"
    write_file(file, "before")
    aside_of(file).mkdir()

    with pytest.raises(OSError, match="told"):
        write_file(file, "after")

    assert file.read_text(encoding="utf-8") == "before"


def test_what_a_killed_writer_left_is_written_over(tmp_path: Path):
    file = tmp_path / "told.json"
    aside_of(file).write_text("half of a much longer text", encoding="utf-8")

    write_file(file, "слово")

    assert file.read_bytes() == "слово".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_of_secrets_is_its_owners_alone_whatever_lay_there(tmp_path: Path):
    file = tmp_path / "tokens.json"
    aside_of(file).write_text("left", encoding="utf-8")
    aside_of(file).chmod(0o644)

    write_file(file, b"secret", 0o600)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_other_room_has_its_own_way_of_writing_aside():
    named = [
        file.relative_to(REPOSITORY)
        for room in ROOMS
        for file in sorted((REPOSITORY / room).rglob("*.py"))
        if '.with_name(f".{' in file.read_text(encoding="utf-8")
    ]

    assert named == []
