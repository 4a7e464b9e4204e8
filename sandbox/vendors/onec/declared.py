"""What the sandbox is told of the base: where it is published, its user, and what its refusals look like."""

from __future__ import annotations

from sandbox.vendors.onec import documents
from sandbox.vendors.onec.vendor import OneC
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.simulator import Headers, Running, Simulator, Stage

PREFIX = "/ut/odata/standard.odata"
USER, PASSWORD = "Выгрузка", "Пароль-7"
JSON = "application/json;charset=utf-8"
_REFUSALS = {
    401: "Неавторизованный доступ",
    402: "Оплаченный период закончился",
    403: "Нарушение прав доступа!",
    429: "Слишком много запросов",
}


def start(stage: Stage) -> Running:
    """Publish the base to one user."""
    onec = OneC(stage.showing(documents.render), user=USER, password=PASSWORD)
    return Running(
        answer=onec.answer,
        limits=dict.fromkeys(vars(onec.limits), onec.limits),
        greeting=lambda url: {"onec": f"{url}{PREFIX}", "onec_user": USER, "onec_password": PASSWORD},
        account=lambda url: {"base_url": f"{url}{PREFIX}", "user": USER, "password": PASSWORD},
        recover=onec.recover,
    )


def refusal(ask: Ask, status: int, headers: Headers) -> Reply:
    """Give the base's own error."""
    message = {"lang": "ru", "value": _REFUSALS[status]}
    return Reply(status, encode_json({"odata.error": {"code": "-1", "message": message}}), JSON, headers)


def broken() -> Reply:
    """Give the nested exception of a server without room."""
    descr = "Ошибка при выполнении запроса: исчерпано место во временном каталоге сервера"
    content = {"exception": {"clsid": "580392e6", "descr": descr, "inner": {"descr": "stack 0x7f3c01"}}}
    return Reply(500, encode_json(content), JSON)


SIMULATORS = (
    Simulator(
        name="onec",
        start=start,
        prefix=PREFIX,
        side="erp",
        faults=("rows_move", "oom_big_page", "unpublished", "missing_field", "hidden_rows", "no_order"),
        refusal=refusal,
        broken=broken,
    ),
)
