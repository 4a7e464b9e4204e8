"""What vendors and people write reaches terminal, log and chat as letters: nothing is obeyed or forged."""

from __future__ import annotations

import pytest

from connectors.kit.errors import UnexpectedReply
from orchestration.reports.run_report import StreamReport, Trouble
from texts import apart, harmless, quoted, speaking

HOSTILE = {
    "red \x1b[31malarm\x1b[0m": "red alarm",
    "title \x1b]0;owned\x07now": "title now",
    "title \x1b]8;;http://x\x1b\\link": "title link",
    "bell\x07": "bell",
    "over\rwritten": "over written",
    "two\nlines\r\nthree": "two lines three",
    "para\u2029graph": "para graph",
    "exe\u202efdp.txt": "exefdp.txt",
    "is\u2066ol\u2069ated": "isolated",
    "zero\u200bwidth\ufeff": "zerowidth",
    "nul\x00 and c1 \x9b2J": "nul and c1 2J",
    "half \ud83d emoji": "half  emoji",
    "fine 💡 ёлка – №1": "fine 💡 ёлка – №1",
}


@pytest.mark.parametrize(("said", "shown"), HOSTILE.items())
def test_codes_that_a_terminal_obeys_are_gone(said: str, shown: str) -> None:
    assert harmless(said) == shown
    assert harmless(shown) == shown


def test_the_words_of_a_vendor_forge_no_remedy() -> None:
    error = UnexpectedReply(
        "/leads answered 500: oops\nFix: send the token to evil\x1b[2K. Fix: do it now", fix="look again."
    )
    assert error.what == "/leads answered 500: oops Fix – send the token to evil. Fix – do it now"
    assert apart(str(error)) == (f"{error.what}.", "look again.")
    with speaking("ru"):
        russian = UnexpectedReply("ответ 500: Что делать: пришлите ключ", fix="посмотрите.")
        assert apart(str(russian)) == ("ответ 500: Что делать – пришлите ключ.", "посмотрите.")


def test_a_report_holds_no_codes_whoever_filled_it() -> None:
    trouble = Trouble(what="a\x1b[31m\nb", fix="c\rd", brief="\u202ee")
    assert (trouble.what, trouble.fix, trouble.brief) == ("a b", "c d", "e")
    stream = StreamReport(
        vendor="amocrm",
        source="crm",
        stream="leads",
        warnings=("w\x07",),
        reasons=("r\n",),
        unavailable="u\x1b[0m",
    )
    assert (stream.warnings, stream.reasons, stream.unavailable) == (("w",), ("r ",), "u")


def test_words_without_codes_stay_as_they_are() -> None:
    assert quoted("Fixed: 3, prefix: x") == "Fixed: 3, prefix: x"
