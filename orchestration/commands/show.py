"""What the commands print: reports read from the deployment's state, laid out for people or as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.markup import escape

from expectations.status import Status, releases, status
from orchestration.commands.tables import BAD, OK, WARN, judged, loaded, published, timings
from orchestration.deployment.deployment import Deployment
from orchestration.deployment.shelf import shelf_of
from orchestration.reports.age import in_words
from orchestration.reports.notes import noted
from orchestration.reports.paper import Grid
from orchestration.reports.run_report import AlertReport, BuildReport, LandReport, causes
from orchestration.reports.standing import Standing, standing_of
from orchestration.turns.journal import Journal
from orchestration.turns.turn import Turn, hold_turn
from texts import language, say

if TYPE_CHECKING:
    from orchestration.demo.proof import Line
    from orchestration.doctor.doctor import Examined
    from orchestration.nights.backfill import Done
    from orchestration.nights.night import Night

_KILLED_SHOWN = 3


def show_night(night: "Night", console: Console) -> None:
    """The tables of one night."""
    for table in (
        loaded(night.land) if night.land else None,
        judged(night.build) if night.build and night.build.marts else None,
        published(night.build) if night.build else None,
    ):
        if table:
            console.print(table)
            console.print()
    console.print(f"[dim]{timings(night)}[/]")
    page = night.build.page if night.build else None
    if page and page.file:
        console.print(say("The page to open: {file}", file=escape(page.file)), soft_wrap=True)
    for trouble in page.troubles if page else ():
        console.print(f"{WARN} {escape(str(trouble))}")
    for problem in night.problems:
        console.print(f"{BAD} {escape(problem)}")


def night_as_json(night: "Night") -> dict[str, Any]:
    """The same as one document."""
    return {
        "ok": night.ok,
        "moment": night.moment.isoformat(),
        "problems": list(night.problems),
        "alerts": [one.model_dump(mode="json") for one in night.alerts],
        "seconds": night.seconds,
        "land": night.land.model_dump(mode="json") if night.land else None,
        "build": night.build.model_dump(mode="json") if night.build else None,
    }


def backfill_as_json(done: "Done") -> dict[str, Any]:
    """What was read again, and what came of it."""
    wanted, (first, last) = done.wanted, done.wanted.days
    asked = {"source": wanted.source, "streams": list(wanted.streams), "from": first, "to": last}
    return {**asked, **night_as_json(done.outcome)}


def show_proof(lines: "Sequence[Line]", moment: datetime, console: Console) -> None:
    """KPI · truth · published · difference."""
    counts = (say("cells"), say("truth"), say("published"), say("difference"))
    title = say("Proof as of {moment:%Y-%m-%d %H:%M}", moment=moment)
    table = Grid(title, ("KPI", False), *((count, True) for count in counts), ("", False))
    for line in lines:
        color = "red" if line.difference else "green"
        numbers = (f"{line.truth:,}", f"{line.published:,}", f"[{color}]{line.difference:,.2f}[/]")
        table.add(line.kpi, f"{line.cells:,}", *numbers, escape(line.label))
    console.print(table)
    for line in lines:
        for example in line.examples:
            console.print(f"  {BAD} {line.kpi}: {escape(example)}")


def show_whereabouts(deployment: Deployment, console: Console) -> None:
    """Where the published files stand, and how to look at the graph."""
    console.print()
    places = {
        say("Published marts"): str(deployment.state.shelf),
        say("Gate in pictures"): str(deployment.state.root / "data_docs" / "index.html"),
        say("Landed batches"): str(deployment.state.landing),
        say("Dagster UI"): say("make dev, then http://127.0.0.1:3000"),
    }
    for name, place in places.items():
        console.print(f"{name}: {place}", soft_wrap=True)


def show_examined(examined: "Iterable[Examined]", console: Console, as_json: bool) -> bool:
    """Print what the doctor looked at, as it looks; True when all is well."""
    seen: list[Examined] = []
    for one in examined:
        seen.append(one)
        if not as_json:
            mark = BAD if not one.ok else WARN if one.warnings else OK
            console.print(f"{mark} [bold]{one.name}[/]: {escape(one.said)}")
            for warning in one.warnings:
                console.print(f"  {escape(warning)}")
            if one.fix:
                console.print(f"  {say('Fix')}: {escape(one.fix)}")
    well = all(one.ok for one in seen)
    if as_json:
        typer.echo(
            json.dumps({"ok": well, "examined": [vars(one) for one in seen]}, ensure_ascii=False, indent=1)
        )
    return well


def show_mappings(added: Mapping[str, int], folder: Path, console: Console, as_json: bool) -> None:
    """Print how many rows each CSV gained."""
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), "added": added}, ensure_ascii=False, indent=1))
        return
    for file, rows in added.items():
        console.print(
            say("{file}: {rows} new rows to fill in", file=folder / file, rows=rows)
            if rows
            else say("{file}: nothing new", file=folder / file)
        )


def show_status(
    deployment: Deployment, console: Console, now: datetime, max_age: timedelta | None = None
) -> bool:
    """What is published, how far each shelf target is, how the last night went; True when all is well."""
    found = status(deployment.state.root, shelf_of(deployment))
    standing = standing_of(deployment, found, now, max_age)
    for line in _killed(deployment):
        console.print(f"{BAD} {escape(line)}")
    for running in Journal(deployment.state).living():
        if not running.over:
            console.print(f"{WARN} {escape(running.news())}")
    if found.current is None:
        console.print(say("Nothing is published yet: voronka night"))
        return False
    heads = (say("domain"), say("version"), say("data as of"), say("state"))
    table = Grid(f"{found.current.company}: {found.current.version}", *((name, False) for name in heads))
    for name, one in sorted(found.current.domains.items()):
        held = one.verdict == "held"
        state = f"{BAD} {escape(one.reason or say('held'))}" if held else OK
        table.add(name, one.version or say("never"), _dated(one.data_as_of, deployment, now), state)
    console.print(table)
    for target in found.targets:
        mark = OK if target.is_up_to_date else BAD
        said = target.error or target.version or say("empty")
        console.print(f"{mark} {target.name} {target.location}: {escape(said)}")
    console.print(say("The last load ended {moment}", moment=_local(standing.ended, deployment)))
    for line in _warnings(deployment):
        console.print(f"[yellow]![/] {escape(line)}")
    for line in (*standing.troubles, *_last_problems(deployment), *_untold(deployment)):
        console.print(f"{BAD} {escape(line)}")
    return _is_well(deployment, found, standing)


def status_as_json(deployment: Deployment, now: datetime, max_age: timedelta | None = None) -> dict[str, Any]:
    """The same as one document, with the reports of the last runs. `ok`: the exit code is 0."""
    found = status(deployment.state.root, shelf_of(deployment))
    standing = standing_of(deployment, found, now, max_age)
    run = deployment.state.run
    land, built = LandReport.read(run / "land.json"), BuildReport.read(run / "build.json")
    return {
        "ok": _is_well(deployment, found, standing),
        "deployment": deployment.name,
        "ended": standing.ended,
        "stale": {name: int(age.total_seconds()) for name, age in standing.stale.items()},
        "rolled_back_from": standing.newest,
        "published": found.current.model_dump(mode="json", exclude={"marts"}) if found.current else None,
        "shelf": [asdict(target) for target in found.targets],
        "problems": _last_problems(deployment),
        "untold": _untold(deployment),
        "killed": _killed(deployment),
        "running": [one.model_dump(mode="json") for one in Journal(deployment.state).living()],
        "warnings": _warnings(deployment),
        "land": land.model_dump(mode="json") if land else None,
        "build": built.model_dump(mode="json") if built else None,
    }


def show_releases(deployment: Deployment, console: Console) -> None:
    """The versions that are kept."""
    heads = ("", say("version"), say("as of"), say("published"), say("held"))
    table = Grid("", *((name, False) for name in heads))
    for one in releases(deployment.state.root):
        mark = "→" if one.is_current else ""
        table.add(mark, one.version, str(one.as_of_date), ", ".join(one.published), ", ".join(one.held))
    console.print(table)


def releases_as_json(deployment: Deployment) -> list[dict[str, Any]]:
    """The same as one document."""
    return [asdict(one) for one in releases(deployment.state.root)]


def roll_back(deployment: Deployment, version: str | None, console: Console) -> None:
    """Publish an earlier version again and say how the shelf took it."""
    from expectations.release import rollback

    with hold_turn(deployment, "rollback", Turn.WAREHOUSE, patience=0):
        publication, shelf = rollback(deployment.state.root, version, shelf_of(deployment))
    console.print(
        say(
            "Readers see version {version} of {as_of_date} again",
            version=publication.version,
            as_of_date=publication.as_of_date,
        )
    )
    for one in shelf:
        console.print(f"{BAD if one.error else OK} {one.name} {one.location} {escape(one.error or '')}")


def _is_well(deployment: Deployment, found: Status, standing: Standing) -> bool:
    """A rollback is what somebody wanted; everything else that status names is not well."""
    followed = all(target.is_up_to_date for target in found.targets)
    is_well = not standing.stale and not _last_problems(deployment) and not _killed(deployment)
    return standing.is_published and followed and is_well


def _killed(deployment: Deployment) -> list[str]:
    """What was killed since a night last went well: the newest runs, and how many before them."""
    killed = [one.epitaph() for one in Journal(deployment.state).unfinished()]
    earlier = len(killed) - _KILLED_SHOWN
    rest = [say("{count} runs before that were killed too", count=earlier)] if earlier > 0 else []
    return [*rest, *killed[-_KILLED_SHOWN:]]


def _last_problems(deployment: Deployment) -> list[str]:
    run = deployment.state.run
    land, built = LandReport.read(run / "land.json"), BuildReport.read(run / "build.json")
    return [*(causes(land.streams) if land else ()), *(str(one) for one in (built.troubles if built else ()))]


def _warnings(deployment: Deployment) -> list[str]:
    """What the last build found damaged and made anew, and what the next one will tell."""
    built = BuildReport.read(deployment.state.run / "build.json")
    return [*(built.warnings if built else ()), *noted(deployment.state)]


def _untold(deployment: Deployment) -> list[str]:
    """The targets that did not take the message of the last night, if it failed."""
    alert = AlertReport.read(deployment.state.run / "alert.json")
    return [str(one.trouble) for one in alert.deliveries if one.trouble] if alert else []


def _dated(data_as_of: datetime | None, deployment: Deployment, now: datetime) -> str:
    if data_as_of is None:
        return say("no data yet")
    age = in_words(now - data_as_of, language())
    return say("{moment}, {age} old", moment=_local(data_as_of, deployment), age=age)


def _local(moment: datetime | None, deployment: Deployment) -> str:
    return f"{moment.astimezone(deployment.zone):%Y-%m-%d %H:%M}" if moment else say("never")
