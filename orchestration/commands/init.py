"""`voronka init`: asks what a company reads, writes its deployment, and says which variables to set."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape

from orchestration.commands.entrance import clear_errors, open_console
from texts import Language, language_for, say, speak, translated

if TYPE_CHECKING:
    from orchestration.installing.new import Company, Written

Vendors = list[str] | None


def init(
    folder: Annotated[Path, typer.Argument(help="The folder of the new deployment, as deployments/mine.")],
    crm: Annotated[Vendors, typer.Option(help="A CRM by its name; may be repeated.")] = None,
    telephony: Annotated[Vendors, typer.Option(help="A telephony by its name.")] = None,
    marketing: Annotated[Vendors, typer.Option(help="An advertising system by its name.")] = None,
    erp: Annotated[Vendors, typer.Option(help="An ERP by its name.")] = None,
    properties: Annotated[
        Vendors, typer.Option("--property", help="A developer's catalogue of properties by its name.")
    ] = None,
    language: Annotated[str, typer.Option(help="Of everything people read: ru or en.")] = "ru",
    company: Annotated[str | None, typer.Option(help="Its name, shown on reports.")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Whose midnights part the days, as Europe/Moscow.")
    ] = None,
    beginning: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Nothing older is read; left out: a year and more."),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing, take the defaults.")] = False,
) -> None:
    """Write a new deployment: only what is chosen, every table to fill, an .env for the secrets."""
    with clear_errors():
        from orchestration.installing.choices import accounts
        from orchestration.installing.new import write_deployment

        speak(language_for(os.environ, _language(language)))
        given = {
            "crm": crm, "telephony": telephony, "marketing": marketing, "erp": erp, "property": properties,
        }  # fmt: skip
        chosen = {family: list(names) for family, names in given.items() if names}
        asks = not chosen and not no_input and sys.stdin.isatty()
        if asks:
            chosen = {family: _ask_vendors(family) for family in given}
        found = accounts(chosen)
        about = _company(folder, language, company, timezone, beginning, asks)
        written = write_deployment(folder, about, found, datetime.now().date())
        _show(written)


def _language(language: str) -> Language:
    from orchestration.failures import DeploymentError

    if language not in ("ru", "en"):
        raise DeploymentError(
            say("--language {language} is not known", language=language), fix=say("Choose ru or en")
        )
    return "ru" if language == "ru" else "en"


def _ask_vendors(family: str) -> list[str]:
    from orchestration.installing.choices import vendors_of

    said = typer.prompt(f"{family} ({', '.join(vendors_of(family))})", default="-")
    return [name.strip() for name in said.split(",") if name.strip() not in ("", "-")]


def _company(
    folder: Path, language: str, name: str | None, zone: str | None, beginning: datetime | None, asks: bool
) -> "Company":
    from orchestration.deployment.parts import known_zone
    from orchestration.failures import DeploymentError
    from orchestration.installing.new import Company

    name = name or folder.resolve().name
    zone = zone or ("Europe/Moscow" if language == "ru" else "UTC")
    if asks:
        name = typer.prompt(say("Name of the company"), default=name)
        zone = typer.prompt(say("Time zone"), default=zone)
    try:
        known_zone(zone)
    except ValueError as error:
        raise DeploymentError(
            say("--timezone {zone} {error}", zone=zone, error=translated(str(error))),
            fix=say("Name a city of that zone"),
        ) from None
    first = beginning or datetime(datetime.now().year - 1, 1, 1)
    return Company(name, zone, _language(language), first.replace(tzinfo=ZoneInfo(zone)))


def _show(written: "Written") -> None:
    console = open_console()
    for file in written.made:
        console.print(f"[green]✓[/] {escape(str(file))}", soft_wrap=True)
    for file in written.kept:
        console.print(say("{file} stood there and stays as it is", file=escape(str(file))), soft_wrap=True)
    console.print()
    console.print(
        say(
            "Give these variables values, in {file} or in the environment:",
            file=written.file.with_name(".env"),
        )
    )
    for variable in written.variables:
        console.print(f"  {variable}")
    console.print(say("Then:"))
    for command in ("doctor", "night", "doctor --write-mappings"):
        words = command.split()
        console.print(f"  voronka {' '.join([words[0], '-d', str(written.file.parent), *words[1:]])}")
