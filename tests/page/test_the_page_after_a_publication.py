"""Every publication writes the page and can send it; whatever goes wrong with it fails no night."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orchestration.assets.page_after import with_page
from orchestration.deployment.deployment import read_deployment
from orchestration.failures import DeploymentError
from orchestration.reports.run_report import BuildReport, DomainReport
from tests.page.made_shelf import put_out
from tests.page.small_shelf import small_shelf
from tests.receivers import open_receivers

NOW = datetime(2026, 6, 5, 3, tzinfo=UTC)
DEPLOYMENT = """
company: Северный свет
timezone: Europe/Moscow
language: ru
var: var
sources:
  crm: {vendor: amocrm, beginning: 2026-01-01T00:00:00+03:00}
alerts:
  targets:
    - {name: head, url: {env: ALERT_MAIL}}
    - {name: hook, url: {env: ALERT_SILENT}}
page: {send_to: [head]}
"""


def _file(folder: Path, text: str = DEPLOYMENT) -> Path:
    file = folder / "deployment.yml"
    file.write_text(text, encoding="utf-8")
    return file


def _report(*, published: bool = True, unchanged: bool = False) -> BuildReport:
    domain = DomainReport(domain="core", published=published, version="v1")
    told = {"run_id": "1", "as_of": NOW, "as_of_date": date(2026, 6, 5), "version": "v1"}
    return BuildReport(**told, domains=(domain,), unchanged=unchanged)  # type: ignore[arg-type]


def test_a_publication_writes_the_page_and_mails_it_to_whom_the_deployment_names(tmp_path: Path):
    with small_shelf() as connection:
        put_out(connection, tmp_path / "var" / "shelf")
    with open_receivers() as receivers:
        deployment = read_deployment(_file(tmp_path), receivers.environment)
        page = with_page(_report(), deployment, NOW).page
        (mail,) = receivers.mails

    assert page is not None
    assert page.troubles == []
    assert [one.target for one in page.deliveries] == ["head"]
    (attached,) = list(mail.iter_attachments())
    assert attached.get_filename() == "report.html"
    assert attached.get_payload(decode=True) == Path(page.file).read_bytes()
    assert "Северный свет" in str(mail["subject"])


def test_a_build_that_had_nothing_new_writes_the_page_and_sends_nothing(tmp_path: Path):
    with small_shelf() as connection:
        put_out(connection, tmp_path / "var" / "shelf")
    with open_receivers() as receivers:
        deployment = read_deployment(_file(tmp_path), receivers.environment)
        page = with_page(_report(unchanged=True), deployment, NOW).page
        assert receivers.mails == []

    assert page is not None
    assert Path(page.file).exists()


def test_a_page_that_cannot_be_written_is_a_warning(tmp_path: Path):
    page = with_page(_report(), read_deployment(_file(tmp_path), {}), NOW).page

    assert page is not None
    assert page.trouble is not None
    assert page.trouble.fix


def test_a_target_that_does_not_take_the_page_is_a_warning(tmp_path: Path):
    with small_shelf() as connection:
        put_out(connection, tmp_path / "var" / "shelf")

    page = with_page(_report(), read_deployment(_file(tmp_path), {}), NOW).page

    assert page is not None
    assert Path(page.file).exists()
    (trouble,) = page.troubles
    assert "ALERT_MAIL" in trouble.what


def test_nothing_published_leaves_the_page_as_it_was(tmp_path: Path):
    assert with_page(_report(published=False), read_deployment(_file(tmp_path), {}), NOW).page is None


def test_a_page_goes_to_targets_that_are_known(tmp_path: Path):
    with pytest.raises(DeploymentError, match=r"page\.send_to"):
        read_deployment(_file(tmp_path, DEPLOYMENT.replace("[head]", "[boss]")), {})
