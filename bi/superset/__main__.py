"""`python -m bi.superset`: start Superset with the dashboards, or take them to another Superset."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import print as show

from bi.errors import BIRefused
from bi.superset.bundle import DATABASE, Sources, bundle, password_of, read_sources, zipped
from bi.superset.client import Client
from bi.superset.declared import Language
from bi.superset.server import USER, Server
from bi.superset.shelf import filled
from durable.files import write_file
from texts import language_for, say, speak

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
_ADDRESS = "VORONKA_BI_DATABASE"
_PASSWORD = "VORONKA_SUPERSET_PASSWORD"  # noqa: S105 the name of a variable
Spoken = Annotated[str, typer.Option(help="ru or en: whose datasets are the marts themselves.")]
Seen = Annotated[
    Path | None,
    typer.Option(
        "--shelf", help="A published file of the same company, if this machine does not reach the database."
    ),
]


@app.command()
def serve(
    shelf: Path = Path("var/demo/shelf/voronka.duckdb"),
    folder: Path = Path("var/bi"),
    port: int = 8088,
    language: Spoken = "ru",
) -> None:
    """Start Superset on this machine with the dashboards over a published DuckDB file, until Ctrl-C."""
    speak(language_for(os.environ, _language(language)))
    for ending in (signal.SIGTERM, signal.SIGHUP):  # also of a terminal that is closed
        signal.signal(ending, signal.default_int_handler)
    address = os.environ.get(_ADDRESS) or _file(shelf)
    sources = _sources(address, None)
    server = Server(folder, port, _language(language))
    show(say("Preparing Superset; the first time takes some minutes …"))
    server.prepare()
    with server.running():
        _import(Client(server.address, USER, server.password), address, server.language, sources)
        show(say("Dashboards: {address}/dashboard/list/", address=server.address))
        show(say("Login: {user}, password: {password}", user=USER, password=server.password))
        show(say("Ctrl-C ends it"))
        with suppress(KeyboardInterrupt):
            signal.pause()


@app.command()
def write(archive: Path, language: Spoken = "ru", shelf: Seen = None) -> None:
    """Write the bundle over the database of VORONKA_BI_DATABASE; its password stays out of it."""
    address = _told(_ADDRESS)
    write_file(archive, zipped(bundle(address, _language(language), _sources(address, shelf))))


@app.command("import")
def import_(superset: str, user: str = USER, language: Spoken = "ru", shelf: Seen = None) -> None:
    """Import the bundle into the Superset at an address, over what stands there."""
    address = _told(_ADDRESS)
    sources = _sources(address, shelf)
    _import(Client(superset, user, _told(_PASSWORD)), address, _language(language), sources)


def _sources(address: str, shelf: Path | None) -> Sources:
    """What there are data for, told in a line beside what is left out."""
    sources = read_sources()
    needed = sources.declared.needed
    found = filled(_file(shelf) if shelf else address, needed)
    if needed - found:
        show(
            say("Left out, as no row of it is published: {tables}", tables=", ".join(sorted(needed - found)))
        )
    return sources.over(found)


def _import(client: Client, address: str, language: Language, sources: Sources) -> None:
    password = password_of(address)
    archive = zipped(bundle(address, language, sources))
    client.import_bundle(archive, {DATABASE: password} if password else {})


def _file(shelf: Path) -> str:
    if not shelf.exists():
        what = say("Nothing is published at {location}", location=shelf)
        raise BIRefused(what, say("run `make demo` first, or name a published file: --shelf FILE"))
    return f"duckdb:///{shelf.resolve()}"


def _told(variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        what = say("The environment variable {variable} is missing", variable=variable)
        raise BIRefused(what, say("set it; addresses and passwords are never written down"))
    return value


def _language(name: str) -> Language:
    if name not in ("ru", "en"):
        raise BIRefused(say("No language is called {name}", name=name), say("say ru or en"))
    return "ru" if name == "ru" else "en"


def main() -> Any:
    """The command line; a refusal is two lines and exit code 1."""
    try:
        app()
    except BIRefused as refused:
        show(f"[red]✗[/red] {'. '.join(str(one) for one in refused.args)}")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
