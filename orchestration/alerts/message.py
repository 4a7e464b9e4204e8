"""What a failed night says to people far from its machine: causes with remedies, what went out, what is held.

Plain text. No secret and no personal data: what may quote the data has a brief form.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from orchestration.reports.age import in_words
from orchestration.reports.outcome import Night
from orchestration.reports.run_report import BuildReport, DomainReport, Trouble
from texts import say

Language = Literal["ru", "en"]
_SHOWN, _STOPS_SHOWN, _LONGEST = 12, 5, 500
# Errors are written without personal data; this is for the one that was not.
_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|\+\d[\d ()-]{8,}\d|(?<!\w)[78]\d{10}(?!\w)")

_WORDS: dict[Language, dict[str, str]] = {
    "ru": {
        "date": "%d.%m.%Y %H:%M",
        "title": "{company}, {date}: данные обновлены не полностью",
        "stillborn": "{company}, {date}: ночная загрузка не началась",
        "killed": "{company}, {date}: ночная загрузка была прервана",
        "causes": "Причины",
        "fix": "Что делать",
        "more": "и ещё {count}, все показывает voronka status",
        "published": "Опубликовано",
        "dated": "данные на {date}, им {age}",
        "undated": "данных ещё нет",
        "held": "Осталось прежним",
        "never": "ещё не публиковалось",
        "version": "читатели видят версию {version}",
        "nothing": "Ничего не опубликовано, читатели видят прежние версии.",
        "trial": "{company}: проверка оповещений",
        "trial_text": "Так придёт сообщение о ночи, которая не удалась. Делать ничего не нужно.",
    },
    "en": {
        "date": "%Y-%m-%d %H:%M",
        "title": "{company}, {date}: not everything was updated",
        "stillborn": "{company}, {date}: the nightly load did not begin",
        "killed": "{company}, {date}: a nightly load was killed",
        "causes": "Causes",
        "fix": "Fix",
        "more": "and {count} more, voronka status shows all",
        "published": "Published",
        "dated": "data as of {date}, {age} old",
        "undated": "no data yet",
        "held": "Stays as it was",
        "never": "never published yet",
        "version": "readers see version {version}",
        "nothing": "Nothing was published, readers see the previous versions.",
        "trial": "{company}: a trial of the alerts",
        "trial_text": "The message of a night that failed arrives like this. There is nothing to do.",
    },
}


@dataclass(frozen=True)
class Message:
    """One message. Plain text."""

    title: str
    text: str
    attachment: Path | None = None


@dataclass(frozen=True)
class Writer:
    """Writes the messages of one deployment. `redact` takes known secrets out of a text."""

    company: str
    zone: ZoneInfo
    language: Language
    redact: Callable[[str], str]

    def of_night(self, night: Night) -> Message:
        """The one message of a night that failed."""
        words = self._words
        parts = [self._causes([one for one in night.troubles if not one.is_consequence])]
        if night.build is None:
            parts.append([words["nothing"]])
        else:
            parts += [self._published(night.build), self._held(night.build)]
        return self._message("title", night.moment, parts)

    def of_stillborn(self, moment: datetime, trouble: Trouble) -> Message:
        """The message of a night that could not even begin."""
        return self._message("stillborn", moment, [self._causes([trouble]), [self._words["nothing"]]])

    def of_page(self, moment: datetime, file: Path) -> Message:
        """The page of what went out, attached."""
        title = say("{company}, {date}: the numbers", company=self.company, date=self._date(moment))
        text = say("The page is attached. It opens in any browser and needs no network.")
        return Message(self._clean(title), self._clean(text), file)

    def of_killed(self, moment: datetime, trouble: Trouble) -> Message:
        """The message of a night that was killed, told by the next one."""
        return self._message("killed", moment, [self._causes([trouble])])

    def of_trial(self, moment: datetime) -> Message:
        """A message that only shows that messages arrive."""
        return self._message("trial", moment, [[self._words["trial_text"]]])

    @property
    def _words(self) -> dict[str, str]:
        return _WORDS[self.language]

    def _date(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime(self._words["date"])

    def _message(self, title: str, moment: datetime, parts: Sequence[Sequence[str]]) -> Message:
        date = moment.astimezone(self.zone).strftime(self._words["date"])
        text = "\n\n".join("\n".join(lines) for lines in parts if lines)
        return Message(
            self._clean(self._words[title].format(company=self.company, date=date)), self._clean(text)
        )

    def _clean(self, text: str) -> str:
        return _PERSONAL.sub("***", self.redact(text))

    def _short(self, text: str) -> str:
        """As much as fits, cut after it is clean: half a secret would not be known for one."""
        return self._clean(text)[:_LONGEST]

    def _causes(self, troubles: Sequence[Trouble]) -> list[str]:
        if not troubles:
            return []
        lines = [line for one in troubles[:_SHOWN] for line in self._told(one)]
        return [f"{self._words['causes']}:", *lines, *self._rest(len(troubles) - _SHOWN)]

    def _told(self, trouble: Trouble, indent: str = "") -> Iterator[str]:
        said = (trouble.brief or trouble.what).rstrip(". ")
        yield f"{indent}• {self._short(said)}"
        if trouble.fix:
            yield f"{indent}  {self._words['fix']}: {self._short(trouble.fix)}"

    def _rest(self, count: int) -> list[str]:
        return [f"… {self._words['more'].format(count=count)}"] if count > 0 else []

    def _published(self, build: BuildReport) -> list[str]:
        out = [f"• {one.domain}: {self._dated(build, one)}" for one in build.domains if one.published]
        return [f"{self._words['published']}:", *out] if out else [self._words["nothing"]]

    def _dated(self, build: BuildReport, one: DomainReport) -> str:
        if one.data_as_of is None:
            return self._words["undated"]
        date = one.data_as_of.astimezone(self.zone).strftime(self._words["date"])
        age = in_words(build.as_of - one.data_as_of, self.language)
        return self._words["dated"].format(date=date, age=age)

    def _held(self, build: BuildReport) -> list[str]:
        lines = [line for one in build.held for line in self._domain(build, one)]
        return [f"{self._words['held']}:", *lines] if lines else []

    def _domain(self, build: BuildReport, one: DomainReport) -> Iterator[str]:
        state = self._words["version"].format(version=one.version) if one.version else self._words["never"]
        yield f"• {one.domain} ({state}): {self._short(one.reason)}"
        stops = [stop for mart in build.marts if mart.domain == one.domain for stop in mart.stops]
        for stop in stops[:_STOPS_SHOWN]:
            yield from self._told(stop, indent="  ")
        yield from self._rest(len(stops) - _STOPS_SHOWN)
