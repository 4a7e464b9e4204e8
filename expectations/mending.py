"""What a release does beside publishing, so that damage neither stops it nor outlives it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from durable.files import aside_of, put_in_place
from expectations.aside import set_aside
from expectations.errors import ReleaseError
from expectations.shelf.target import ShelfTarget
from expectations.versions import Publication, Versions, is_version
from texts import say


def is_sound(var: Path) -> bool:
    """Whether what is published can be carried on as it stands: its records are readable, its files whole."""
    versions = Versions(var / "releases")
    try:
        current = versions.current()
    except ReleaseError:
        return False
    return current is not None and versions.is_judged(current.version) and not versions.lost(current)


def restore(
    versions: Versions, current: Publication, shelf: Sequence[ShelfTarget], told: list[str]
) -> set[str]:
    """Take published files that are damaged or gone from the shelf again; returns what no shelf has whole."""
    lost = versions.lost(current)
    for name in sorted(lost):
        mart = current.marts[name]
        path = versions.root / mart.file
        if path.exists():
            told.append(set_aside(path))
        copy = next((found for one in shelf if (found := one.copy_of(current, name)) is not None), None)
        if copy is None:
            told.append(
                say("The published file of {mart} is lost: the mart is judged and released anew", mart=name)
            )
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = aside_of(path)
        shutil.copyfile(copy, aside)
        put_in_place(aside, path)
        told.append(say("The published file of {mart} was taken from the shelf again", mart=name))
    return versions.lost(current) if lost else lost


def place_for_docs(var: Path, version: str, told: list[str]) -> Path | None:
    """An empty folder for this version's Data Docs; None, and a sentence, where something is in its way."""
    folder = var / "data_docs" / version
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        told.append(_no_docs(error.strerror))
        return None
    return folder


def _no_docs(reason: str | None) -> str:
    return say("Data Docs were not written: {reason}; the numbers do not need them", reason=reason)


def tidy(versions: Versions, var: Path, keep: int) -> list[str]:
    """Forget old versions and their Data Docs, and leave alone what is not ours; says what did not go."""
    docs = var / "data_docs"
    try:
        versions.prune(keep)
        own = (
            [one for one in docs.iterdir() if one.is_dir() and is_version(one.name)] if docs.is_dir() else []
        )
        for path in sorted(own, key=lambda one: one.name)[:-keep]:
            shutil.rmtree(path)
    except OSError as error:
        return [
            say(
                "Old versions could not be removed ({reason}); the next night tries again",
                reason=error.strerror,
            )
        ]
    return []
