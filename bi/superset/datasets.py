"""A dataset of Superset: columns of a mart with their labels, words for its codes, and metrics by name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bi.errors import BIRefused
from bi.superset import formulas
from bi.superset.declared import Codes, Dataset, Language, Unit
from bi.superset.marts import Column, Mart, english
from orchestration.metrics.catalogue import Metric
from texts import say

FORMATS: Mapping[Unit, str] = {
    "count": ",d",
    "money": ",.0f",
    "seconds": ",d",
    "minutes": ",.0f",
    "days": ",.0f",
    "share": ".1%",
    "number": ",.2~f",
}
DEPARTMENT = "department"
_DEPARTMENTS = ("org_unit_then_name", "org_unit_name", "org_unit_now_name")
_WORDS = Path(__file__).resolve().parents[2] / "page" / "assets" / "words"


@dataclass(frozen=True)
class Measure:
    """A metric of a dataset."""

    name: str
    label: str
    description: str
    unit: Unit
    sql: str


@dataclass
class Made:
    """A dataset in one language; `computed` holds the SQL of columns that the mart itself does not have."""

    name: str
    declared: Dataset
    language: Language
    description: str
    columns: dict[str, Column]
    computed: dict[str, str] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    def shown(self, column: str) -> str:
        """The column that a chart shows where `column` is named: words for codes, the language's own text."""
        name = (
            column.removesuffix("_ru") + "_en" if column.endswith("_ru") and self.language == "en" else column
        )
        if name not in self.columns:
            what = say("Dataset {dataset} has no column {column}", dataset=self.name, column=name)
            raise BIRefused(what, say("name a column of the mart {mart}", mart=self.declared.mart))
        words = f"{name}_words"
        return words if words in self.columns else name

    def measure(self, name: str) -> Measure:
        """The metric of that name; raises BIRefused where the dataset has none."""
        if name not in self.measures:
            what = say("Dataset {dataset} has no metric {metric}", dataset=self.name, metric=name)
            raise BIRefused(what, say("add it to `sums` or `metrics` of the dataset in datasets.yml"))
        return self.measures[name]

    @property
    def is_whole(self) -> bool:
        """Whether it is the mart itself and no part of it."""
        return self.declared.latest is None and self.declared.where is None

    @property
    def sql(self) -> str:
        """The question of a dataset that is not the mart itself."""
        table = f"kpi.{self.declared.mart}"
        latest = self.declared.latest
        newest = [f"{latest} = (select max({latest}) from {table})"] if latest else []  # noqa: S608 declared names
        where = [*newest, *([self.declared.where] if self.declared.where else [])]
        question = f"select * from {table}"  # noqa: S608 declared names
        return question + (f" where {' and '.join(where)}" if where else "")


class Datasets:
    """Makes datasets from what is declared, the marts and the catalogue."""

    def __init__(
        self, marts: Mapping[str, Mart], catalogue: Mapping[str, Metric], codes: Mapping[str, Codes]
    ) -> None:
        self._marts = marts
        self._catalogue = catalogue
        self._codes = codes
        self._page = {
            language: json.loads((_WORDS / f"{language}.json").read_text(encoding="utf-8"))
            for language in ("ru", "en")
        }

    def made(self, name: str, declared: Dataset, language: Language) -> Made:
        """The dataset in one language; raises BIRefused where mart, column or part of a metric is unknown."""
        mart = self._mart(declared)
        said = (language == "ru" and mart.description_ru) or mart.description
        made = Made(name, declared, language, said, dict(mart.columns))
        self._add_words(made)
        for name_of, one in declared.computed.items():
            made.columns[name_of] = Column(name_of, one.type, one.ru, one.en)
            made.computed[name_of] = one.sql
        department = next((one for one in _DEPARTMENTS if one in mart.columns), None)
        if department:
            made.columns[DEPARTMENT] = Column(DEPARTMENT, "varchar", "Отдел", "Department")
            made.computed[DEPARTMENT] = department
        self._add_measures(made)
        return made

    def label(self, made: Made, column: Column) -> str | None:
        """What a column is called; None for keys, which nobody reads."""
        if column.name in made.declared.labels:
            return made.declared.labels[column.name].get(made.language)
        if made.language == "ru":
            return column.label_ru
        metric = column.metric
        return (
            column.label_en or (metric.label if metric else english(column.name)) if column.label_ru else None
        )

    def _mart(self, declared: Dataset) -> Mart:
        if declared.columns:
            columns = {name: Column(name, one.type, one.ru, one.en) for name, one in declared.columns.items()}
            return Mart(declared.mart, "", "", columns)
        if declared.mart not in self._marts:
            what = say("No published mart is called {mart}", mart=declared.mart)
            raise BIRefused(what, say("look at dbt_project/models/marts, and correct datasets.yml"))
        return self._marts[declared.mart]

    def _add_words(self, made: Made) -> None:
        for column in list(made.columns.values()):
            words = self._words_of(made, column)
            if words:
                name = f"{column.name}_words"
                label = self.label(made, column) or english(column.name)
                made.columns[name] = replace(
                    column, name=name, type="varchar", label_ru=label, label_en=label
                )
                made.computed[name] = words

    def _words_of(self, made: Made, column: Column) -> str | None:
        if column.type == "boolean":
            yes, no = ("да", "нет") if made.language == "ru" else ("yes", "no")
            return f"case when {column.name} then '{yes}' when not {column.name} then '{no}' end"
        codes = self._codes.get(f"{made.declared.mart}.{column.name}") or self._codes.get(column.name)
        if codes is None:
            return None
        spoken = self._spoken(codes, made.language)
        text = f"cast({column.name} as varchar)"
        cases = " ".join(f"when '{code}' then '{_quoted(said)}'" for code, said in spoken.items())
        words = f"case {text} {cases} else {text} end" if spoken else text
        if codes.missing:
            words = f"coalesce({words}, '{_quoted(codes.missing.get(made.language))}')"
        if codes.ordered_by in made.columns:
            return f"cast({codes.ordered_by} as varchar) || '. ' || {words}"
        return words

    def _spoken(self, codes: Codes, language: Language) -> dict[str, str]:
        page = {code: self._page[language][codes.page + code] for code in codes.of_page}
        also = {code: words.get(language) for code, words in codes.also.items()}
        return page | also | (self._metric_names(language) if codes.catalogue else {})

    def _metric_names(self, language: Language) -> dict[str, str]:
        return {
            one.name: one.meta.label_ru if language == "ru" else one.label for one in self._catalogue.values()
        }

    def _add_measures(self, made: Made) -> None:
        for metric in self._catalogue.values():
            if metric.mart == made.declared.mart:
                self._add(made, metric, formulas.simple(metric, made.declared.known_only))
        for column in made.declared.sums:
            self._add_sum(made, column)
        for metric in self._catalogue.values():
            known = {name: one.sql for name, one in made.measures.items()}
            sql = formulas.composed(metric, known)
            if sql and metric.name not in made.measures:
                self._add(made, metric, sql)
        for name, formula in made.declared.metrics.items():
            sql = formula.sql or formulas.ratio(*(self._part(made, one) for one in formula.share or ()))
            made.measures[name] = Measure(name, formula.get(made.language), "", formula.unit, sql)

    def _part(self, made: Made, name: str) -> str:
        """A part of a share: a metric, or a column that is added up."""
        if name in made.measures:
            return made.measures[name].sql
        made.shown(name)
        return formulas.total(name)

    def _add(self, made: Made, metric: Metric, sql: str) -> None:
        ru = made.language == "ru"
        label = metric.meta.label_ru if ru else metric.label
        description = metric.meta.description_ru if ru else metric.description
        made.measures[metric.name] = Measure(metric.name, label, description, metric.meta.unit, sql)

    def _add_sum(self, made: Made, name: str) -> None:
        made.shown(name)
        sql = formulas.total(name, strict=name not in made.declared.known_only)
        column = made.columns[name]
        if column.metric:
            self._add(made, column.metric, sql)
            return
        label = self.label(made, column) or english(name)
        made.measures[name] = Measure(name, label, column.described(made.language) or "", unit_of(name), sql)


def unit_of(column: str) -> Unit:
    """The unit that the ending of a column's name tells."""
    if column.endswith("_count"):
        return "count"
    if column.endswith("amount") or column.startswith(("plan_", "fact_", "members_", "run_rate_")):
        return "money"
    return "number"


def _quoted(text: str) -> str:
    return text.replace("'", "''")
