"""A rule of the gate stands in one file: what it asks, how hard it is, and what it says in both languages."""

from pathlib import Path
from string import Formatter

from expectations import gate_rules
from expectations.gate_rules import RULES
from expectations.texts import LANGUAGES

FOLDER = Path(gate_rules.__file__).parent
BLANKS = {"mart", "subject", "observed", "expected", "error"}
# Found by the gate itself, before and between statements.
NOT_ASKED = {"built", "reference_assembled"}


def test_every_file_is_a_rule_and_every_rule_a_file():
    assert {file.stem for file in FOLDER.glob("*.py")} - {"__init__"} == set(RULES)


def test_each_file_asks_and_each_speaks_both_languages():
    for name, words in RULES.items():
        assert (name in NOT_ASKED) != hasattr(getattr(gate_rules, name), "rules"), name
        assert set(words) == set(LANGUAGES), name
        blanks = [
            {blank for _, blank, _, _ in Formatter().parse(" ".join(words[language])) if blank}
            for language in LANGUAGES
        ]
        assert blanks[0] == blanks[1] <= BLANKS, name


def test_the_words_of_a_rule_stand_nowhere_else():
    elsewhere = "\n".join(
        file.read_text(encoding="utf-8") for file in FOLDER.parent.rglob("*.py") if file.parent != FOLDER
    )
    for words in RULES.values():
        assert not any(words[language].title in elsewhere for language in LANGUAGES if words[language].title)
