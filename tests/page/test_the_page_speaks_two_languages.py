"""Every sentence of the page exists in both languages, with the same blanks, and none is left over."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

from expectations.contract import Domain

ASSETS = Path(__file__).parents[2] / "page" / "assets"
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ASSETS / "app").glob("*.js")))
WORDS: dict[str, dict[str, Any]] = {
    name: json.loads((ASSETS / "words" / f"{name}.json").read_text(encoding="utf-8")) for name in ("ru", "en")
}


def _blanks(sentence: Any) -> set[str]:
    text = json.dumps(sentence, ensure_ascii=False)
    return set(re.findall(r"\{(\w+)\}", text)) - {"count"}


def _asked() -> tuple[set[str], list[re.Pattern[str]]]:
    """Keys that the scripts name in full, and patterns of those they put together."""
    whole = set(re.findall(r'"(\w+)"', SCRIPTS)) | set(re.findall(r"(\w+):", SCRIPTS))
    parts = re.findall(r"`(\w+\$\{[^`]+)`", SCRIPTS)
    made = [re.compile("^" + re.sub(r"\$\{[^}]*\}", r"\\w+", part) + "$") for part in parts]
    return whole, made


def test_both_languages_have_the_same_sentences_with_the_same_blanks():
    assert WORDS["ru"].keys() == WORDS["en"].keys()
    for key, sentence in WORDS["ru"].items():
        assert _blanks(sentence) == _blanks(WORDS["en"][key]), key


def test_russian_counts_have_all_their_plural_forms():
    for key, sentence in WORDS["ru"].items():
        if isinstance(sentence, dict):
            assert sentence.keys() == {"one", "few", "many", "other"}, key
            assert WORDS["en"][key].keys() == {"one", "other"}, key


def test_every_sentence_that_the_scripts_ask_for_exists():
    missing = {key for key in re.findall(r'say\("(\w+)"', SCRIPTS) if key not in WORDS["ru"]}

    assert not missing


def test_gross_margin_is_called_as_the_catalogue_and_the_marts_call_it():
    metrics = json.loads((ASSETS / "words" / "metrics.json").read_text(encoding="utf-8"))
    for heading in ("channel_margin", "region_margin"):
        assert WORDS["ru"][heading] == metrics["margin_amount"]["ru"]
        assert WORDS["en"][heading] == metrics["margin_amount"]["en"]
    assert not [key for key, said in WORDS["ru"].items() if re.search(r"[Мм]арж(?!инальность)", str(said))]


def test_no_sentence_is_left_over():
    whole, made = _asked()
    left = {key for key in WORDS["ru"] if key not in whole and not any(one.match(key) for one in made)}

    assert not left


def test_no_russian_or_english_sentence_stands_in_a_script():
    code = re.sub(r"//.*|/\*.*?\*/", "", SCRIPTS, flags=re.S)

    assert not re.findall(r"[а-яё]{3,}", code.replace("Рус", ""), flags=re.I)


def test_every_domain_that_a_mart_may_name_has_a_name_for_people():
    for words in WORDS.values():
        assert {f"domain_{name}" for name in get_args(Domain)} <= words.keys()


def test_what_is_missing_has_one_name_in_marts_page_and_warnings():
    models = Path(__file__).parents[2] / "dbt_project" / "models"
    channels = (models / "intermediate/marketing/int_channels.sql").read_text(encoding="utf-8")
    named = dict(re.findall(r"\('(\w+)', '([^']+)'\)", channels))
    people = (models / "marts/core/dim_employee_history.sql").read_text(encoding="utf-8")
    forms = (models / "intermediate/erp/int_payment_forms.sql").read_text(encoding="utf-8")
    warnings = "\n".join(file.read_text(encoding="utf-8") for file in models.rglob("*.yml"))

    assert set(named) == {"none", "unmapped", "unlinked", "unallocated"}
    assert {name: WORDS["ru"][f"no_{name}"] for name in named} == named
    assert f"'{WORDS['ru']['no_unassigned']}' as employee_name" in people
    assert f"'{named['unmapped']}' as payment_form_name" in forms
    assert set(re.findall("«(Не сопост[^»]*)»", warnings)) == {named["unmapped"]}
    assert set(re.findall("“([^”]*mapped)”", warnings)) == {WORDS["en"]["no_unmapped"]}
