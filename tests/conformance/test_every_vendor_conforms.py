"""What is promised of every stream of every vendor, against the pretend company over real HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.catalog import vendors
from connectors.kit.connector import Connector
from connectors.kit.errors import AccessDenied, PagingLoop, SettingsError, SourceError
from connectors.kit.http import Reply
from connectors.kit.settings import settings_of
from connectors.kit.stream import Kind
from connectors.tables.folder import TableFolder
from tests.pretend_nights import Nights, Ready, source_of
from texts.redaction import Redactor

VENDORS = sorted(vendors())
BY_HTTP = [vendor for vendor, kind in sorted(vendors().items()) if not issubclass(kind, TableFolder)]
# What is peculiar to a vendor: streams that the company writes, fields that change without the record being
# called changed, how often a refused credential is asked for again, the company that has the vendor.
_PARTICULARS = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in (Path(__file__).parent / "particulars").glob("*.yml")
}


def particular(vendor: str, what: str, usual: Any) -> Any:
    return _PARTICULARS.get(vendor, {}).get(what, usual)


def first_of(vendor: str) -> str:
    """The stream that is read first, and needs no other."""
    return vendors()[vendor].streams[0].name


STREAMS = [
    (vendor, stream.name)
    for vendor in VENDORS
    for stream in vendors()[vendor].streams
    if stream.name in particular(vendor, "streams", (stream.name,))
]


@pytest.fixture
def nights(request: pytest.FixtureRequest) -> Nights:
    """Of the company that the vendor of the test needs."""
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    systems = tuple(particular(params.get("vendor", ""), "company", ()))
    nights: Nights = request.getfixturevalue("nights_of")(systems)
    return nights


def test_every_vendor_has_a_counterpart_to_be_tried_against(pretend_company: Ready):
    assert set(VENDORS) <= set(pretend_company["accounts"])


@pytest.mark.parametrize("vendor", VENDORS)
def test_streams_have_names_of_their_own_and_parents_come_first(vendor: str):
    names = [stream.name for stream in vendors()[vendor].streams]
    assert len(names) == len(set(names))
    for place, stream in enumerate(vendors()[vendor].streams):
        assert stream.parent is None or stream.parent in names[:place]


@pytest.mark.parametrize(("vendor", "stream"), STREAMS)
def test_every_record_lands_once_and_a_second_look_adds_no_knowledge(nights: Nights, vendor, stream):
    receipt = nights.load_with_parents(vendor, stream)
    rows = nights.rows(vendor, stream)
    if receipt.unavailable:
        assert nights.connector(vendor).stream(stream).optional
        return
    assert receipt.complete
    assert receipt.rows == len(rows) == len({(row["_day"], row["_key"]) for row in rows})
    known = nights.alive(vendor, stream)
    again = nights.load_with_parents(vendor, stream)
    assert nights.alive(vendor, stream) == known
    kind = nights.connector(vendor).stream(stream).kind
    if kind is Kind.BY_DAY:
        assert len(again.days) < len(receipt.days)
    else:
        assert again.rows == receipt.rows if kind is Kind.WHOLE else again.rows <= receipt.rows / 10


@pytest.mark.parametrize(("vendor", "stream"), STREAMS)
def test_three_nights_by_increments_know_what_one_reading_from_nothing_knows(
    nights: Nights, tmp_path: Path, vendor, stream
):
    for number in range(3):
        nights.night(number)
        nights.load_with_parents(vendor, stream)
    afresh = replace(nights, folder=tmp_path / "afresh")
    afresh.load_with_parents(vendor, stream)
    told = {key: _steady(vendor, stream, record) for key, record in afresh.alive(vendor, stream).items()}
    known = {key: _steady(vendor, stream, record) for key, record in nights.alive(vendor, stream).items()}
    if nights.connector(vendor).stream(stream).kind is Kind.CHANGED_SINCE:
        known = {key: known.get(key) for key in told}
    assert known == told


def _steady(vendor: str, stream: str, record: dict[str, object]) -> dict[str, object]:
    changing = particular(vendor, "recomputed", ())
    if isinstance(changing, dict):
        changing = changing.get(stream, ())
    return {name: value for name, value in record.items() if name not in changing}


@pytest.mark.parametrize("vendor", BY_HTTP)
@pytest.mark.parametrize("fault", ["token_expired", "forbidden"])
def test_a_refused_credential_is_not_tried_again_and_not_shown(nights: Nights, vendor, fault, caplog):
    nights.fault(vendor, fault)
    with caplog.at_level("DEBUG"), pytest.raises(AccessDenied) as caught:
        nights.load(vendor, first_of(vendor))
    assert len(nights.asked(vendor)) == particular(vendor, "asked_when", {}).get(fault, 1)
    assert str(caught.value).startswith(f"{source_of(vendor)}.{first_of(vendor)}: ")
    for secret in nights.connector(vendor).settings.secrets():
        assert secret not in str(caught.value) + caplog.text


_REFUSALS = (  # in the shapes of all vendors; each quotes what it finds in its own
    {"error": "%s", "error_description": "%s", "title": "%s", "detail": "%s", "code": "%s", "message": "%s"},
    {"error": {"code": 1, "message": "%s", "error_code": 1, "error_string": "%s", "error_detail": "%s"}},
    {"errors": [{"error_type": "%s", "message": "%s", "error": "%s"}], "result": 3100, "message": "%s"},
    {"odata.error": {"code": "1", "message": {"value": "%s"}}},
)


@pytest.mark.parametrize("vendor", BY_HTTP)
def test_a_secret_in_a_refusal_is_hidden_wherever_the_words_are_cut(nights: Nights, vendor):
    connector = nights.connector(vendor)
    secret = connector.settings.secrets()[0]
    redact = Redactor(connector.settings.secrets())
    shown = []
    for before in range(0, 320, len(secret) // 4 + 1):
        words = "x" * before + secret + "y" * 400
        for refusal in _REFUSALS:
            reply = Reply(400, {}, json.dumps(refusal).replace("%s", words).encode())
            connector.judge(reply)
            shown.append(redact.quote(connector.explain(reply)[0]))
    quotes = type(connector).explain is not Connector.explain
    assert max(map(len, shown)) > 100 if quotes else not any(shown)
    assert not [said for said in shown if secret[: len(secret) // 4] in said]


@pytest.mark.parametrize("vendor", BY_HTTP)
@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "http_500"},
        {"fault": "http_503_retry_after", "retry_after": 7},
        {"fault": "rate_limited", "retry_after": 7, "body": "text"},
        {"fault": "rate_limited", "retry_after": 7, "retry_after_form": "date"},
        {"fault": "truncated_body"},
        {"fault": "dead"},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
def test_a_passing_trouble_is_waited_out(nights: Nights, vendor, fault):
    nights.fault(vendor, times=1, **fault)
    assert nights.load(vendor, first_of(vendor)).complete
    is_told = fault.get("body") == "text" or not particular(vendor, "says_no_time", False)
    if "retry_after" in fault and (is_told or fault["fault"] != "rate_limited"):
        # 2026-11-21: a busy web server's Date header may be some seconds old, and dates are counted from it
        assert nights.slept == [pytest.approx(7, abs=5)]


@pytest.mark.parametrize("vendor", BY_HTTP)
@pytest.mark.parametrize("fault", ["dead", "http_500", "truncated_body", "html_page", "rate_limited"])
def test_a_lasting_trouble_ends_in_one_error_and_the_next_night_has_everything(nights: Nights, vendor, fault):
    nights.fault(vendor, fault)
    with pytest.raises(SourceError) as caught:
        nights.load(vendor, first_of(vendor))
    assert "Fix: " in str(caught.value)
    assert not [
        batch for batch in nights.landing.batches(source_of(vendor), first_of(vendor)) if batch.complete
    ]
    nights.control("DELETE", "faults")
    assert nights.load(vendor, first_of(vendor)).complete


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_wrong_setting_is_named_with_its_source(vendor: str):
    with pytest.raises(SettingsError, match=r"here_main\.nonsense"):
        settings_of(vendors()[vendor].settings_type, "here_main", {"nonsense": 1})


def test_a_page_that_repeats_is_an_error_and_not_a_spin(nights: Nights):
    nights.fault("amocrm", "repeat_page")
    with pytest.raises(PagingLoop):
        nights.load("amocrm", "users")
