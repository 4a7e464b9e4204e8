"""Says a sentence in the language of the deployment; what has no translation is said in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["ru", "en"]
_FOLDER = Path(__file__).parent
_FIX: dict[Language, str] = {"en": "Fix: ", "ru": "Что делать: "}
_spoken: Language = "en"


def say(english: str, /, **values: object) -> str:
    """The sentence in the language spoken now, with the values in its places.

    `english`: a literal, which is also the key of its translation; places are written `{name}` and may have a
    format (`{seconds:.0f}`). Values are put in as they are: translate the sentence, never a name or a path.

    >>> say("{path} is missing", path="plan.xlsx")
    'plan.xlsx is missing'
    """
    sentence = catalogue(_spoken).get(english) or english if _spoken != "en" else english
    return sentence.format(**values) if values else sentence


def marked(english: str) -> str:
    """The sentence unchanged, known to the catalogue: for constants, which are written before a language is.

    Whoever says it calls `translated`.
    """
    return english


def translated(sentence: str) -> str:
    """A marked sentence in the language spoken now; any other text as it is."""
    return sentence if _spoken == "en" else catalogue(_spoken).get(sentence) or sentence


def russian(english: str) -> str:
    """The Russian of a text of the project's YAML, however that breaks its lines; "" where there is none."""
    return catalogue("ru").get(" ".join(english.split()), "")


def with_fix(what: str, fix: str) -> str:
    """What happened and what to do about it, as one line."""
    return f"{what.rstrip('. ')}. {_FIX[_spoken]}{fix}" if fix else what


def apart(line: str) -> tuple[str, str]:
    """(what, fix) of a line that `with_fix` made in any language; without a fix it is all `what`."""
    for word in _FIX.values():
        what, found, fix = line.partition(f" {word}")
        if found:
            return what, fix
    return line, ""


def language() -> Language:
    """The language spoken now."""
    return _spoken


def speak(wanted: Language) -> None:
    """Speak this language from now on, in every thread of this process."""
    global _spoken
    _spoken = wanted


def language_for(environment: Mapping[str, str], otherwise: Language) -> Language:
    """The language a person asks for by VORONKA_LANGUAGE, else the deployment's own."""
    asked = environment.get("VORONKA_LANGUAGE")
    return "ru" if asked == "ru" else "en" if asked == "en" else otherwise


@contextmanager
def speaking(wanted: Language) -> Iterator[None]:
    """Speak this language inside the context."""
    before = _spoken
    speak(wanted)
    try:
        yield
    finally:
        speak(before)


@cache
def catalogue(wanted: Language) -> dict[str, str]:
    """English sentence → its translation, from all files of the language."""
    from babel.messages.pofile import read_po  # only where another language is spoken

    found: dict[str, str] = {}
    for file in sorted((_FOLDER / wanted).glob("*.po")):
        with file.open("rb") as content:
            found |= {
                str(one.id): str(one.string)
                for one in read_po(content, locale=wanted)
                if one.id and one.string
            }
    return found
