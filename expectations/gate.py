"""Runs the rules as Great Expectations suites inside DuckDB, over the bench, and returns a verdict per mart.

Great Expectations is imported only when something is judged: the import costs more than the work.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from expectations.bench import Bench
from expectations.contract import Contract, Severity
from expectations.domains import Joint, held_domains, joints
from expectations.engine_words import said_by_engine
from expectations.errors import GateError
from expectations.facts import ReleaseFacts
from expectations.freshness import has_a_source
from expectations.gate_rules import rules_of
from expectations.gate_rules.reference_assembled import assembled_rule
from expectations.personal import masked_key
from expectations.report import title_of, worded
from expectations.rule import Rule, Surroundings
from expectations.texts import Language
from expectations.verdict import Finding, Verdict
from expectations.versions import Publication
from texts import harmless, say

SAMPLE = 20
_WHOLE = "whole"
_SEVERITY: dict[str, Severity] = {"critical": "stop", "warning": "warn", "info": "warn"}


@dataclass(frozen=True)
class Job:
    """Rules to run over one view of the bench, told under the name of a mart."""

    mart: str
    view: str
    rules: Sequence[Rule]


def judge(
    contracts: Sequence[Contract], bench: Bench, facts: ReleaseFacts, *, docs: Path | None
) -> list[Verdict]:
    """Judge every contract's candidate; a mart without one fails by the rule `built`.

    `docs` is the folder for this version's Data Docs, or None. Raises GateError if a suite is not understood.
    """
    around = Surroundings(
        bench.previous,
        frozenset(facts.control),
        frozenset(facts.accepted),
        bench.changed,
        unsourced=frozenset(one.mart for one in contracts if not has_a_source(one, facts)),
    )
    built = [contract for contract in contracts if contract.mart in bench.candidates]
    jobs = [Job(contract.mart, contract.mart, rules_of(contract, around)) for contract in built]
    found = run(jobs, bench, facts.language, docs=docs) if jobs else {}
    return [Verdict(mart=one.mart, findings=_findings_of(one, bench, found)) for one in contracts]


def judge_assembled(
    contracts: Sequence[Contract],
    verdicts: Sequence[Verdict],
    bench: Bench,
    facts: ReleaseFacts,
    current: Publication | None,
) -> list[Verdict]:
    """The verdicts with the foreign keys of the assembled set: what would break one is held too.

    Whatever is held changes the set, so it is looked at again until nothing changes.
    """
    checked: set[tuple[str, str]] = set()
    while True:
        held = held_domains(contracts, verdicts, facts.language)
        found = [one for one in joints(contracts, held, current) if one.views not in checked]
        if not found:
            return list(verdicts)
        checked |= {one.views for one in found}
        findings = _run_joints(found, bench, facts.language)
        verdicts = [
            one.model_copy(update={"findings": (*one.findings, *findings.get(one.mart, ()))})
            for one in verdicts
        ]


def _run_joints(found: Sequence[Joint], bench: Bench, language: Language) -> dict[str, list[Finding]]:
    rules: dict[str, list[Rule]] = {}
    for joint in found:
        rules.setdefault(joint.blamed, []).append(assembled_rule(joint.child, joint.reference, *joint.views))
    return run([Job(mart, mart, own) for mart, own in rules.items()], bench, language, docs=None)


def run(
    jobs: Sequence[Job], bench: Bench, language: Language, *, docs: Path | None
) -> dict[str, list[Finding]]:
    """Run the jobs and return the findings by mart, in the order of the rules."""
    gx, dialect = _load_great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    if docs is not None:
        _add_docs_site(context, docs)
    source = context.data_sources.add_sql(
        "bench",
        connection_string=f"{dialect.register()}:///",
        assets=[_asset(job) for job in jobs],  # added one by one, each would write down all of them
        create_temp_table=False,
        # Not in the address: a path may hold any sign.
        kwargs={"connect_args": {"read_only": True, "database": str(bench.path)}},
    )
    try:
        definitions = [_define(gx, context, source, job, language) for job in jobs]
        # A checkpoint would compare every suite with its store once more, and again.
        run_id = gx.RunIdentifier(run_time=datetime.now(UTC))
        results = [one.run(result_format="COMPLETE", run_id=run_id) for one in definitions]
        if docs is not None:
            context.build_data_docs(site_names=["docs"])
    finally:
        source.get_execution_engine().engine.dispose()
        source.get_engine().dispose()
    outcomes = zip(jobs, results, strict=True)
    return {job.mart: _read_results(job, result.results, bench) for job, result in outcomes}


@cache
def _load_great_expectations() -> tuple[Any, Any]:
    """The library, its telemetry off, and our dialect for it."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations

    from expectations import dialect, rows_once

    rows_once.UnexpectedRowsOnce.register()
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    atexit.register(_close_stderr)
    return great_expectations, dialect


def _close_stderr() -> None:
    """After us only DuckDB's binding speaks, of leaks: the library holds its types."""
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _add_docs_site(context: Any, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    context.add_data_docs_site(
        "docs",
        {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder.resolve()),
            },
        },
    )


def _asset(job: Job) -> dict[str, Any]:
    """A view of the bench, looked at as a whole."""
    return {
        "name": job.mart,
        "type": "table",
        "table_name": job.view,
        "batch_definitions": [{"name": _WHOLE, "partitioner": None}],
    }


def _define(gx: Any, context: Any, source: Any, job: Job, language: Language) -> Any:
    """A validation definition: one view, one suite."""
    expectations = [
        _build_expectation(gx, job.mart, rule, number, language) for number, rule in enumerate(job.rules)
    ]
    suite = context.suites.add(gx.ExpectationSuite(name=job.mart, expectations=expectations))
    batch = source.get_asset(job.mart).get_batch_definition(_WHOLE)
    return context.validation_definitions.add(gx.ValidationDefinition(name=job.mart, data=batch, suite=suite))


def _build_expectation(gx: Any, mart: str, rule: Rule, number: int, language: Language) -> Any:
    """Built one by one: a suite made from configurations logs a wrong one and then goes without it."""
    config = rule.config(title_of(rule.name, rule.subject, language))
    config["meta"]["number"] = number
    build = gx.expectations.expectation_configuration.ExpectationConfiguration
    try:
        return build(**config).to_domain_obj()
    except (gx.exceptions.GreatExpectationsError, ValueError, TypeError) as error:
        raise GateError(
            say(
                "The expectation {value} of {mart} is wrong: {said}.",
                value=rule.subject or rule.name,
                mart=mart,
                said=_said_by_expectations(str(error)),
            ),
            fix=say("correct expectations/suites/{mart}.yml.", mart=mart),
        ) from error


def _read_results(job: Job, results: Iterable[Any], bench: Bench) -> list[Finding]:
    ordered = sorted(results, key=lambda one: one.expectation_config.meta["number"])
    read = [_read_result(job.mart, rule, one, bench) for rule, one in zip(job.rules, ordered, strict=True)]
    if any(one.rule == "schema" and not one.passed for one in read):
        # Rules that trip over a missing column say nothing new.
        return [one for one in read if not one.error]
    return read


def _read_result(mart: str, rule: Rule, result: Any, bench: Bench) -> Finding:
    """One finding in words."""
    severity = _SEVERITY[
        str(getattr(result.expectation_config.severity, "value", result.expectation_config.severity))
    ]
    error = "" if result.success else _error_of(result.exception_info, bench)
    observed, expected, sample = ("", "", ()) if result.success or error else _observed(rule, result.result)
    finding = Finding(
        mart=mart,
        rule=rule.name,
        severity=severity,
        passed=bool(result.success),
        subject=rule.subject,
        observed=observed,
        expected=expected,
        sample=sample,
        error=error,
    )
    return worded(finding, rule.said or {})


def _observed(rule: Rule, result: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    """What was found, what was wanted, and the first record keys."""
    if not rule.finds_rows:
        shown = result.get("unexpected_count", result.get("observed_value", ""))
        return (
            str(shown),
            "",
            tuple(_shown(one) for one in result.get("partial_unexpected_list", ())[:SAMPLE]),
        )
    rows = result["details"]["unexpected_rows"]
    if rule.name == "no_collapse":
        return rows[0]["found"], rows[0]["wanted"], ()
    return str(result["observed_value"]), "", tuple(_name_row(row) for row in rows[:SAMPLE])


def _name_row(row: dict[str, Any]) -> str:
    """`key: found ≠ wanted`, as far as the row says it; a suite's own query is named by its first column."""
    record = str(row["record"] if "record" in row else next(iter(row.values()), ""))
    if row.get("wanted") is not None:
        return _shown(f"{record}: {row['found']} ≠ {row['wanted']}")
    return _shown(f"{record}: {row['found']}" if row.get("found") is not None else record)


def _shown(sample: object) -> str:
    """Words of the data as they may stand in a finding."""
    return masked_key(harmless(str(sample)))


def _error_of(info: dict[str, Any], bench: Bench) -> str:
    """Why a rule could not be evaluated; empty when it was."""
    details = [info] if "raised_exception" in info else list(info.values())
    raised = [str(one["exception_message"]) for one in details if one["raised_exception"]]
    if not raised:
        return ""
    known = [text for table, text in bench.errors.items() if table in raised[0]]
    return known[0] if known else _said_by_expectations(raised[0])


def _said_by_expectations(message: str) -> str:
    """An error without the statement that follows it."""
    return said_by_engine(message.split("[SQL:")[0])


def _findings_of(contract: Contract, bench: Bench, found: dict[str, list[Finding]]) -> tuple[Finding, ...]:
    is_built = contract.mart in bench.candidates
    error = bench.errors.get(contract.mart, "")
    sample = (error,) if error else ()
    built = Finding(mart=contract.mart, rule="built", severity="stop", passed=is_built, sample=sample)
    return (worded(built, {}), *found.get(contract.mart, ()))
