"""The account, its users and pipelines, tasks, notes and event log as amoCRM records; all tables together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.company.call_numbers import names_in_notes, writer_of_notes
from sandbox.company.charter import ACCOUNT_ID, ACCOUNT_NAME, SUBDOMAIN
from sandbox.company.crm_cards import Note, Pipeline, Stage, StageRef
from sandbox.company.crm_log import CrmEvent, EventValue, Linked, Said
from sandbox.company.current import CompanyState, TaskRow, UserRow
from sandbox.vendors.amocrm import cards
from sandbox.vendors.amocrm.cards import seconds
from sandbox.vendors.amocrm.fields import HOST, PLURAL, definitions, link
from sandbox.vendors.amocrm.lists import AmoTables
from sandbox.vendors.amocrm.query import Row

EVENT_TYPES = {
    "lead_added": "Новая сделка",
    "lead_deleted": "Сделка удалена",
    "lead_restored": "Сделка восстановлена",
    "lead_status_changed": "Изменение этапа продажи",
    "lead_linked": "Прикрепление сделки",
    "lead_unlinked": "Открепление сделки",
    "contact_added": "Новый контакт",
    "contact_deleted": "Контакт удален",
    "contact_restored": "Контакт восстановлен",
    "company_added": "Новая компания",
    "company_deleted": "Компания удалена",
    "company_restored": "Компания восстановлена",
    "task_added": "Новая задача",
    "task_completed": "Завершение задачи",
    "task_deleted": "Задача удалена",
    "entity_responsible_changed": "Ответственный изменен",
    "entity_merged": "Выполнено объединение",
    "incoming_chat_message": "Входящее сообщение",
    "outgoing_chat_message": "Исходящее сообщение",
}
ROLES = {True: (90010, "Администратор"), False: (90011, "Менеджер")}


def render(state: CompanyState) -> AmoTables:
    """Give everything that the account shows at the state's instant."""
    fields = state.company.fields
    leads, contacts = cards.leads(state), cards.contacts(state)
    names = names_in_notes(state.company)
    notes = (
        [replace(note, uniq=names.get(note.uniq, note.uniq)) for note in state.notes]
        if names
        else state.notes
    )
    rows = {
        "leads": leads,
        "contacts": contacts,
        "companies": cards.companies(state),
        "deleted_leads": cards.deleted_leads(state),
        "tasks": [_task(row) for row in state.tasks],
        "lead_notes": [_note(note, state) for note in notes if note.entity == "lead"],
        "contact_notes": [_note(note, state) for note in notes if note.entity == "contact"],
        "company_notes": [_note(note, state) for note in notes if note.entity == "company"],
        "lead_custom_fields": definitions(fields, "lead"),
        "contact_custom_fields": definitions(fields, "contact"),
        "company_custom_fields": definitions(fields, "company"),
        "events": [_event(event) for event in state.events],
        "event_types": [{"id": 0, "key": key, "type": 1, "lang": text} for key, text in EVENT_TYPES.items()],
        "users": [_user(row, state) for row in state.users],
        "roles": _roles(state),
        **{name: [] for name in ("sources", "catalogs", "lead_tags", "contact_tags", "company_tags")},
        "pipelines": [_pipeline(pipeline) for pipeline in state.company.pipelines],
        "statuses": [_status(stage) for pipeline in state.company.pipelines for stage in pipeline.stages],
        "loss_reasons": [cards.loss_reason(reason) for reason in state.company.loss_reasons],
    }
    return AmoTables(_account(state), rows, cards.links(leads, contacts, rows["companies"]))


def _account(state: CompanyState) -> Row:
    return {
        "id": ACCOUNT_ID,
        "name": ACCOUNT_NAME,
        "subdomain": SUBDOMAIN,
        "current_user_id": state.users[0].id if state.users else 0,
        "country": "RU",
        "currency": "RUB",
        "currency_symbol": "₽",
        "customers_mode": "disabled",
        "is_unsorted_on": True,
        "mobile_feature_version": 0,
        "is_loss_reason_enabled": True,
        "is_helpbot_enabled": False,
        "is_technical_account": False,
        "is_api_filter_enabled": True,
        "contact_name_display_order": 1,
        "_links": {"self": {"href": f"{HOST}/api/v4/account"}},
        "_embedded": {
            "users_groups": [
                {"id": group.id, "name": group.name, "uuid": None} for group in state.company.groups
            ],
            "task_types": [
                {"id": 1, "name": "Связаться", "color": None, "icon_id": None, "code": "FOLLOW_UP"},
                {"id": 2, "name": "Встреча", "color": None, "icon_id": None, "code": "MEETING"},
            ],
            "datetime_settings": {
                "date_pattern": "d.m.Y H:i",
                "short_date_pattern": "d.m.Y",
                "short_time_pattern": "H:i",
                "date_formant": "d.m.Y",
                "time_format": "H:i:s",
                "timezone": "Europe/Moscow",
                "timezone_offset": "+03:00",
            },
        },
    }


def _user(row: UserRow, state: CompanyState) -> Row:
    role, title = ROLES[row.is_admin]
    group = next((group for group in state.company.groups if group.id == row.group_id), None)
    return {
        "id": row.id,
        "name": row.name,
        "email": row.email,
        "lang": "ru",
        "rights": {
            **_rights(is_admin=row.is_admin),
            "is_admin": row.is_admin,
            "is_free": False,
            "is_active": row.is_active,
            "group_id": row.group_id,
            "role_id": None if row.is_admin else role,
        },
        "_links": link(f"users/{row.id}"),
        "_embedded": {
            "roles": [{"id": role, "name": title, "_links": link(f"roles/{role}")}],
            "groups": [{"id": group.id, "name": group.name}] if group else [],
        },
    }


def _rights(*, is_admin: bool) -> Row:
    letters = {"view": "A", "edit": "A", "add": "A", "delete": "A" if is_admin else "D", "export": "D"}
    return {
        **dict.fromkeys(("leads", "contacts", "companies"), letters),
        "tasks": {"edit": "A", "delete": "A"},
        "mail_access": False,
        "catalog_access": True,
        "status_rights": None,
    }


def _roles(state: CompanyState) -> list[Row]:
    """Give both roles with who has them."""
    return [
        {
            "id": id_,
            "name": name,
            "rights": _rights(is_admin=is_admin),
            "_links": link(f"roles/{id_}"),
            "_embedded": {"users": [{"id": row.id} for row in state.users if row.is_admin is is_admin]},
        }
        for is_admin, (id_, name) in ROLES.items()
    ]


def _pipeline(pipeline: Pipeline) -> Row:
    return {
        "id": pipeline.id,
        "name": pipeline.name,
        "sort": pipeline.sort,
        "is_main": pipeline.is_main,
        "is_unsorted_on": any(stage.kind == "unsorted" for stage in pipeline.stages),
        "is_archive": pipeline.is_archive,
        "account_id": ACCOUNT_ID,
        "_links": link(f"leads/pipelines/{pipeline.id}"),
        "_embedded": {"statuses": [_status(stage) for stage in pipeline.stages]},
    }


def _status(stage: Stage) -> Row:
    return {
        "id": stage.id,
        "name": stage.name,
        "sort": stage.sort,
        "is_editable": stage.kind == "work",
        "pipeline_id": stage.pipeline_id,
        "color": stage.color,
        "type": 1 if stage.kind == "unsorted" else 0,
        "account_id": ACCOUNT_ID,
        "_links": link(f"leads/pipelines/{stage.pipeline_id}/statuses/{stage.id}"),
    }


def _task(row: TaskRow) -> Row:
    task = row.task
    return {
        "id": task.id,
        "created_by": task.created_by,
        "updated_by": row.updated_by,
        "created_at": seconds(task.created_at),
        "updated_at": seconds(row.updated_at),
        "responsible_user_id": task.responsible,
        "group_id": 0,
        "entity_id": task.lead_id,
        "entity_type": "leads",
        "duration": 0,
        "is_completed": row.is_done,
        "task_type_id": 1 if task.kind == "call" else 2,
        "text": task.text,
        # an empty PHP object is written as a list
        "result": {"text": task.result} if row.is_done and task.result else [],
        "complete_till": seconds(task.due_at),
        "account_id": ACCOUNT_ID,
        "_links": link(f"tasks/{task.id}"),
    }


def _note(note: Note, state: CompanyState) -> Row:
    entity = PLURAL[note.entity]
    return {
        "id": note.id,
        "entity_id": note.entity_id,
        "created_by": note.created_by,
        "updated_by": note.created_by,
        "created_at": seconds(note.created_at),
        "updated_at": seconds(note.created_at),
        "responsible_user_id": note.responsible,
        "group_id": next((user.group_id for user in state.users if user.id == note.responsible), 0),
        "note_type": note.kind,
        "params": _params(note, state),
        "account_id": ACCOUNT_ID,
        "_links": link(f"{entity}/{note.entity_id}/notes/{note.id}"),
    }


def _params(note: Note, state: CompanyState) -> dict[str, Any]:
    if note.kind in ("call_in", "call_out"):
        return _call(note, state)
    return {"text": note.text} | ({} if note.kind == "common" else {"phone": note.phone})


def _call(note: Note, state: CompanyState) -> dict[str, Any]:
    name = next((user.name for user in state.users if user.id == note.responsible), "")
    return {
        "uniq": note.uniq,
        # both are seen in one account: a number, and the same number as text
        "duration": note.duration if note.id % 7 else str(note.duration),
        "source": writer_of_notes(state.company) if note.uniq else "mobile",
        "link": f"https://pbx.sevsvet.example/rec/{note.uniq}.mp3" if note.uniq else "",
        "phone": note.phone,
        "call_result": note.text,
        "call_status": note.call_status,
        # some integrations write the person's name in place of the id
        "call_responsible": note.responsible if note.id % 9 or not name else name,
    }


def _event(event: CrmEvent) -> Row:
    entity = PLURAL[event.entity_type]
    return {
        "id": event.id,
        "type": event.kind,
        "entity_id": event.entity_id,
        "entity_type": event.entity_type,
        "created_by": event.by,
        "created_at": seconds(event.at),
        "value_after": _event_value(event.after) or _added(event),
        "value_before": _event_value(event.before),
        "account_id": ACCOUNT_ID,
        "_links": link(f"events/{event.id}"),
        "_embedded": {"entity": {"id": event.entity_id, "_links": link(f"{entity}/{event.entity_id}")}},
    }


def _added(event: CrmEvent) -> list[dict[str, Any]]:
    is_card = event.kind.endswith("_added") and event.entity_type != "task"
    return [{"note": {"id": 400000000 + event.entity_id}}] if is_card else []


def _event_value(value: EventValue) -> list[dict[str, Any]]:
    if value is None:
        return []
    if isinstance(value, StageRef):
        return [{"lead_status": {"id": value.stage_id, "pipeline_id": value.pipeline_id}}]
    if isinstance(value, Linked):
        return [{"link": {"entity": {"type": value.kind, "id": value.id}}}]
    if isinstance(value, Said):
        return [{"message": {"id": value.id}}]
    return [{"responsible_user": {"id": value}}]
