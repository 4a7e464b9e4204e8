"""The sandbox is one process: says when it is ready, moves with its clock, keeps its files, ends cleanly."""

import os
import signal
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.sandbox.pretend_company import FIRST_NIGHT, start_server

PLAN = "План продаж.xlsx"


def plan_rows(sandbox):
    book = openpyxl.load_workbook(Path(sandbox.ready["files"]) / PLAN)
    return list(book["План"].iter_rows(values_only=True))


def test_the_ready_line_says_everything_a_client_needs(sandbox):
    ready = sandbox.ready
    assert ready["amocrm"] == f"{ready['url']}/amocrm"
    assert ready["onec"] == f"{ready['url']}/ut/odata/standard.odata"
    assert ready["nights"][0] == FIRST_NIGHT and len(ready["nights"]) == 3
    assert {"start", "files", "costs", "amocrm_token", "onec_user", "onec_password"} <= set(ready)
    assert ready["mango"] == f"{ready['url']}/mango/vpbx" and ready["direct"] == f"{ready['url']}/direct"
    assert {"mango_key", "mango_salt", "direct_token", "direct_login"} <= set(ready)


def test_the_clock_moves_forth_and_back(sandbox):
    first = sandbox.amo("events?limit=1").json()["_embedded"]["events"][0]["created_at"]
    sandbox.control("POST", "clock", {"now": "2026-06-04T03:00:00+03:00"})
    assert sandbox.control("GET", "health")[1] == {"status": "ok", "now": "2026-06-04T03:00:00+03:00"}
    assert sandbox.amo("events?limit=1").json()["_embedded"]["events"][0]["created_at"] > first
    sandbox.control("POST", "clock", {"now": FIRST_NIGHT})
    assert sandbox.amo("events?limit=1").json()["_embedded"]["events"][0]["created_at"] == first
    assert sandbox.control("POST", "clock", {"now": "вчера"})[0] == 400


def test_requests_are_counted_by_vendor(sandbox):
    sandbox.control("DELETE", "requests")
    sandbox.amo("leads?limit=1")
    sandbox.amo("leads/41000000000")
    counts = sandbox.control("GET", "requests?newest=1")[1]
    assert counts["amocrm"]["total"] == 2 and counts["amocrm"]["outcomes"] == {"200": 1, "204": 1}
    assert counts["amocrm"]["paths"] == {"/api/v4/leads": 1, "/api/v4/leads/*": 1}
    assert len(counts["newest"]) == 1


def test_the_truth_is_told_as_of_the_last_morning(sandbox):
    mornings = ",".join(sandbox.ready["nights"][:2])
    status, truth = sandbox.control("GET", f"truth?mornings={mornings}")
    assert status == 200 and truth["as_of"].startswith("2026-06-03T03:00:00")
    counted = sum(int(value) for *_, value in truth["kpis"]["leads_count"])
    sandbox.control("POST", "clock", {"now": sandbox.ready["nights"][1]})
    assert counted == len(sandbox.records("leads", "leads"))
    assert sandbox.control("GET", "truth")[0] == 400


def test_side_by_side_readers_get_whole_answers(sandbox):
    answers = []

    def read(path):
        answers.append(start_reader(sandbox, path))

    threads = [threading.Thread(target=read, args=(path,)) for path in ("leads", "events", "contacts") * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 12


def start_reader(sandbox, path):
    return sandbox.amo(f"{path}?limit=100").status_code


def test_the_plan_is_a_workbook_as_people_type_it(sandbox):
    head, *rows = plan_rows(sandbox)
    assert head == ("Месяц", "Уровень", "Подразделение/Сотрудник", "Показатель", "План", "Версия")
    assert {row[1] for row in rows} == {"company", "department", "employee"}
    typed = [row[4] for row in rows if isinstance(row[4], str)]
    assert typed and all(text.count(",") == 1 for text in typed)
    assert any(" " in text for text in typed) and any("\u00a0" in text for text in typed)
    read = [Decimal(text.replace(" ", "").replace("\u00a0", "").replace(",", ".")) for text in typed]
    assert min(read) >= 0 and max(read) > 1000


def test_a_new_version_of_the_plan_is_appended_when_its_day_has_come(sandbox):
    before = plan_rows(sandbox)
    sandbox.control("POST", "clock", {"now": "2026-06-03T03:00:00+03:00"})
    after = plan_rows(sandbox)
    assert after[: len(before)] == before and {row[5] for row in after[len(before) :]} == {2}


@pytest.mark.parametrize("fault", ["text_in_number", "missing_file", "broken_file"])
def test_the_plan_file_can_be_spoilt_and_comes_back(sandbox, fault):
    before = plan_rows(sandbox)
    sandbox.fault("files", fault, row=2)
    path = Path(sandbox.ready["files"]) / PLAN
    if fault == "text_in_number":
        assert plan_rows(sandbox)[3][4] == "по договорённости"
    else:
        assert path.exists() == (fault == "broken_file")
    sandbox.control("DELETE", "faults")
    assert plan_rows(sandbox) == before
    others = {"identity_decisions.csv", "surveys.csv"}
    assert {entry.name for entry in path.parent.iterdir()} == {PLAN, *others}


def cost_rows(sandbox):
    book = openpyxl.load_workbook(Path(sandbox.ready["costs"]) / "Затраты.xlsx")
    return list(book["Затраты"].iter_rows(values_only=True))


def test_costs_are_a_workbook_of_their_own_net_of_vat(sandbox):
    head, *rows = cost_rows(sandbox)
    assert head == ("Месяц", "Уровень", "Подразделение/Сотрудник", "Вид затрат", "Канал", "Сумма", "НДС")
    assert {row[3] for row in rows} == {"payroll", "other"} and {row[6] for row in rows} == {"net"}
    assert {row[1] for row in rows} <= {"company", "department", "employee"}
    assert any(row[4] for row in rows) and any(row[4] is None for row in rows)
    assert any(isinstance(row[5], str) for row in rows)


@pytest.mark.parametrize("fault", ["text_in_number", "missing_file", "broken_file"])
def test_the_cost_file_is_spoilt_by_itself(sandbox, fault):
    plans, before = plan_rows(sandbox), cost_rows(sandbox)
    sandbox.fault("costs", fault)
    path = Path(sandbox.ready["costs"]) / "Затраты.xlsx"
    if fault == "text_in_number":
        assert cost_rows(sandbox)[1][5] == "по договорённости"
    else:
        assert path.exists() == (fault == "broken_file")
    assert plan_rows(sandbox) == plans
    sandbox.control("DELETE", "faults")
    assert cost_rows(sandbox) == before


def test_a_stop_signal_ends_the_process_and_frees_the_port(tmp_path):
    process, ready = start_server(tmp_path)
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) in (0, -signal.SIGTERM)
    again, _ = start_server(tmp_path, "--port", ready["url"].rsplit(":", 1)[1])
    again.terminate()
    assert again.wait(5) in (0, -signal.SIGTERM)


def test_it_does_not_outlive_its_parent(tmp_path):
    script = (
        "import os, subprocess, sys\n"
        f"own = ['--scale', '0.02', '--parent-pid', str(os.getpid()), '--state', {str(tmp_path)!r}]\n"
        "command = [sys.executable, '-m', 'sandbox.serving.server', *own]\n"
        "child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "os._exit(1)\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    pid = int(parent.stdout)
    deadline = time.monotonic() + 5
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(pid)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
