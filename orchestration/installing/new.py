"""A new deployment as files: what was chosen, empty tables for people, an `.env` to fill."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from orchestration.deployment.deployment import deployment_of
from orchestration.deployment.dotenv import DOTENV
from orchestration.deployment.schema import SCHEMA
from orchestration.deployment.yaml_file import parse_yaml
from orchestration.failures import DeploymentError
from orchestration.installing.choices import Account
from orchestration.installing.tables import COSTS, MAPPINGS, PLANS, empty_table, write_new
from texts import Language, say, translated

FILE = "deployment.yml"
# A vendor that gives the last year only gives another year by then.
_UNTIL_THE_FIRST_NIGHT = timedelta(days=14)
_IGNORED = f"{DOTENV}\n/var/\n"


@dataclass(frozen=True)
class Company:
    """What a new deployment says of the company. `beginning`: in its zone; nothing older is read."""

    name: str
    timezone: str
    language: Language
    beginning: datetime


@dataclass(frozen=True)
class Written:
    """The files that were written, those that stood already, and the variables that want values."""

    file: Path
    made: tuple[Path, ...]
    kept: tuple[Path, ...]
    variables: tuple[str, ...]


def write_deployment(folder: Path, company: Company, accounts: Sequence[Account], today: date) -> Written:
    """Write the files of a new deployment. DeploymentError: one stands there, or a value makes no sense.

    `today`: a vendor that gives the last year only begins with a day that it will still give weeks later.
    """
    file = folder / FILE
    if file.exists():
        raise DeploymentError(
            say("{file} exists already, and nothing is overwritten", file=file),
            fix=say("Name another folder, or correct that file by hand"),
        )
    text = "\n".join(_lines(folder, company, accounts, today)) + "\n"
    _check(text, file)
    made, kept = list[Path](), list[Path]()
    try:
        for path, content, mode in _files(folder, company, accounts):
            (made if write_new(path, content, mode) else kept).append(path)
        write_new(file, text.encode("utf-8"))  # the last: before it there is no deployment
    except OSError as error:
        raise DeploymentError(
            say("{file} cannot be written: {why}", file=error.filename or folder, why=error.strerror),
            fix=say("Name a folder that you may write to"),
        ) from error
    variables = tuple(asked.variable for account in accounts for asked in account.asked)
    return Written(file, (file, *made), tuple(kept), variables)


def _check(text: str, file: Path) -> None:
    """A wrong answer is told before anything is written."""
    deployment_of(parse_yaml(text, file), file)


def _files(folder: Path, company: Company, accounts: Sequence[Account]) -> Iterator[tuple[Path, bytes, int]]:
    environment = "\n".join(_environment(accounts)) + "\n"
    yield folder / ".gitignore", _IGNORED.encode(), 0o644
    yield folder / DOTENV, environment.encode("utf-8"), 0o600
    yield folder / f"{DOTENV}.example", environment.encode("utf-8"), 0o644
    for stream in MAPPINGS:
        yield folder / "mappings" / f"{stream}.csv", empty_table(stream, company.language), 0o644
    for stream in (PLANS, COSTS):
        yield folder / "tables" / f"{stream}.csv", empty_table(stream, company.language), 0o644


def _environment(accounts: Sequence[Account]) -> Iterator[str]:
    yield f"# {say('Secrets of this deployment: only for this machine, never into git.')}"
    yield f"# {say('What the real environment says wins.')}"
    for account in accounts:
        yield ""
        told = say("{vendor}: {page} says where to click", vendor=account.vendor, page=_page(account))
        yield f"# {told}"
        for asked in account.asked:
            yield f"# {account.source}.{asked.name}: {translated(asked.about)}".rstrip(": ")
            yield f"{asked.variable}="


def _lines(folder: Path, company: Company, accounts: Sequence[Account], today: date) -> Iterator[str]:
    schema = _schema(folder)
    if schema:
        yield f"# yaml-language-server: $schema={schema}"
    yield f"# {say('Every other setting, with its default, stands in deployments/example/deployment.yml.')}"
    yield f"company: {_quoted(company.name)}"
    yield f"timezone: {company.timezone}"
    yield f"language: {company.language}"
    yield f"country: {'RU' if company.language == 'ru' else 'US'}"
    yield f"currency: {'RUB' if company.language == 'ru' else 'USD'}"
    yield f"var: var  # {say('all state; only its landing/ needs a backup')}"
    yield ""
    yield f"schedule:  # {say('cron, in the time zone above; what runs by it: docs/operate.md')}"
    yield '  nightly: "0 3 * * *"'
    yield '  stand_ups: ["0 11,14,16 * * 1-5"]'
    yield ""
    yield "sources:"
    for account in accounts:
        yield from _account(account, company, today)
    yield from _tables(company)
    payers = [account.source for account in accounts if account.family == "erp"]
    yield ""
    yield f"payment_sources: [{', '.join(payers)}]  # {say('whose payments are the revenue of the company')}"


def _page(account: Account) -> str:
    """The page of the source."""
    return f"docs/sources/{account.vendor}.md"


def _account(account: Account, company: Company, today: date) -> Iterator[str]:
    told = say("where to click, which rights, how long it takes: {page}", page=_page(account))
    yield f"  {account.source}:  # {told}"
    yield f"    vendor: {account.vendor}"
    kept = account.first_kept(today)
    if kept > date.min and company.beginning.date() < (safe := kept + _UNTIL_THE_FIRST_NIGHT):
        first = _month_after(safe)
        beginning = company.beginning.replace(year=first.year, month=first.month, day=first.day)
        told = say("the vendor gives nothing before {oldest}", oldest=kept)
        yield f"    beginning: {beginning.isoformat()}  # {told}"
    else:
        yield from _beginning(company)
    yield "    settings:"
    for asked in account.asked:
        about = translated(asked.about)
        yield f"      {asked.name}: {{env: {asked.variable}}}" + (f"  # {about}" if about else "")
    if account.has_zone:
        yield f"      timezone: {company.timezone}  # {say('the zone of its clock')}"


def _tables(company: Company) -> Iterator[str]:
    yield f"  mappings:  # {say('what stages, reasons, channels and people mean: docs/mappings.md')}"
    yield "    vendor: files"
    yield from _beginning(company)
    yield "    settings: {folder: mappings}"
    yield "    streams:"
    for stream in MAPPINGS:
        yield f"      - {stream}"
    for name, stream in (("plans", PLANS), ("costs", COSTS)):
        yield f"  {name}:  # {say('a table of people: tables/{stream}.csv, .xlsx or .ods', stream=stream)}"
        yield "    vendor: files"
        yield from _beginning(company)
        yield "    settings:"
        yield "      folder: tables"
        yield f'      streams: {{{stream}: "{stream}.*"}}'
        yield f"    streams: [{stream}]"


def _beginning(company: Company) -> Iterator[str]:
    yield f"    beginning: {company.beginning.isoformat()}"


def _month_after(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _quoted(text: str) -> str:
    """A JSON string is a YAML string."""
    return json.dumps(text, ensure_ascii=False)


def _schema(folder: Path) -> str:
    """The schema for editors, from a folder beside it; elsewhere its whole path would be of one machine."""
    deployments = SCHEMA.parent
    return f"../{SCHEMA.name}" if folder.resolve().parent == deployments else ""


__all__ = ["FILE", "Company", "Written", "write_deployment"]
