// What the reader chose: period, department, manager, pipeline, language, theme. Kept in the address, so that a link keeps it.

const state = {
  preset: null,
  from: null,
  to: null,
  unit: null,
  person: null,
  pipeline: null,
  theme: "auto",
  metric: "revenue_paid_amount",
  funnel: "cohort",
  sort: ["paid", -1],
  day: null,
  room: "morning",
  model: null,
  mark: null,
  products: "largest",
  priority: "deals",
  attribute: null,
  opened: new Map(),
};

const filters = () => ({ unit: state.unit, person: state.person, pipeline: state.pipeline });
const everyone = { unit: null, person: null, pipeline: null };

/** The chosen period: {from, to, kind}. */
const period = () =>
  state.preset === "dates"
    ? { from: state.from, to: state.to, kind: kindOf(state.from, state.to) }
    : PERIODS[state.preset];

/** Addresses name people and not places in a list: tomorrow's page has another list. */
const CHOICES = { unit: DATA.units, person: DATA.people, pipeline: DATA.pipelines };
const markOf = (entry) => entry.key ?? entry.name;

function indexOf(entries, mark) {
  const found = mark === null ? -1 : entries.findIndex((entry) => markOf(entry) === mark);
  return found < 0 ? null : found;
}

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  state.preset = asked.get("period") in PERIODS ? asked.get("period") : firstPeriod();
  const [from, to] = [asked.get("from"), asked.get("to")].map((text) =>
    /^\d{4}-\d\d-\d\d$/.test(text ?? "") ? dayOf(text) : NaN,
  );
  if (from <= to) Object.assign(state, { preset: "dates", from, to });
  for (const [name, entries] of Object.entries(CHOICES)) state[name] = indexOf(entries, asked.get(name));
  state.theme = ["light", "dark"].includes(asked.get("theme"))
    ? asked.get("theme")
    : (remembered("theme") ?? "auto");
  state.funnel = asked.get("funnel") === "reached" ? "reached" : "cohort";
  if (PLANNED.includes(asked.get("metric"))) state.metric = asked.get("metric");
  state.model = asked.get("model");
  speak(asked.get("lang") ?? remembered("lang") ?? DATA.language);
}

function writeAddress() {
  const told = new URLSearchParams();
  if (state.preset === "dates") {
    told.set("from", isoOf(state.from));
    told.set("to", isoOf(state.to));
  } else told.set("period", state.preset);
  for (const [name, entries] of Object.entries(CHOICES))
    if (state[name] !== null) told.set(name, markOf(entries[state[name]]));
  if (state.theme !== "auto") told.set("theme", state.theme);
  if (state.funnel !== "cohort") told.set("funnel", state.funnel);
  if (state.model !== null) told.set("model", state.model);
  if (state.metric !== "revenue_paid_amount") told.set("metric", state.metric);
  if (language !== DATA.language) told.set("lang", language);
  history.replaceState(null, "", `#${told}`);
}

/** A browser may forbid storage to a file: then nothing is remembered. */
function remembered(name) {
  try {
    return localStorage.getItem(`voronka.${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`voronka.${name}`, value);
  } catch {
    return;
  }
}

function chooseLanguage(name) {
  remember("lang", name);
  speak(name);
  change({});
}

function chooseTheme(name) {
  remember("theme", name);
  change({ theme: name });
}

function applyTheme() {
  const dark =
    state.theme === "dark" || (state.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark && !matchMedia("print").matches ? "dark" : "light";
}

/** Employees to choose from: those of the department, then or now, who work or have left a trace. */
function peopleToChoose() {
  return DATA.people
    .map((person, index) => [index, person])
    .filter(([index, person]) => person.key !== "unassigned" && (person.active || TRACES.has(index)))
    .filter(([, person]) => state.unit === null || person.units.some(([, unit]) => unit === state.unit));
}

const TRACES = new Set(["leads", "won", "paid"].flatMap((name) => TABLES[name]?.person ?? []));
const USED_PIPELINES = new Set(["leads", "won"].flatMap((name) => TABLES[name]?.pipeline ?? []));
const number = (text) => (text === "" ? null : Number(text));

function drawControls() {
  const names = Object.keys(PERIODS).filter(
    (name) => PERIODS[name].to >= BEGINNING && PERIODS[name].from >= 0,
  );
  const periods = [...names.map((name) => [name, namePeriod(name)]), ["dates", say("period_dates")]];
  const units = DATA.units.map((unit, index) => [String(index), nameOf(unit, "no_unit")]);
  const people = peopleToChoose().map(([index]) => [String(index), personName(index)]);
  const pipelines = DATA.pipelines
    .map((one, index) => [String(index), nameOf(one)])
    .filter(([index]) => USED_PIPELINES.has(Number(index)));
  fill(
    "controls",
    choice(say("period"), periods, state.preset, choosePeriod),
    state.preset === "dates" ? dateFields() : null,
    select("unit", say("unit"), [["", say("all_units")], ...units], state.unit ?? "", (value) =>
      change({ unit: number(value), person: null }),
    ),
    select("person", say("person"), [["", say("all_people")], ...people], state.person ?? "", (value) =>
      change({ person: number(value) }),
    ),
    select(
      "pipeline",
      say("pipeline"),
      [["", say("all_pipelines")], ...pipelines],
      state.pipeline ?? "",
      (value) => change({ pipeline: number(value) }),
    ),
    state.unit !== null || state.person !== null || state.pipeline !== null
      ? make("button.reset", { type: "button", onclick: () => change(everyone) }, say("reset"))
      : null,
  );
  fill("chosen", chosenInWords());
}

/** What the numbers below are about; on paper it stands in the place of the controls. */
function chosenInWords() {
  const { from, to } = period();
  const parts = [showSpan(from, to)];
  if (state.unit !== null) parts.push(unitName(state.unit));
  if (state.person !== null) parts.push(personName(state.person));
  if (state.pipeline !== null)
    parts.push(say("pipeline_is", { pipeline: nameOf(DATA.pipelines[state.pipeline]) }));
  const earlier = comparison(period(), Math.min(to, YESTERDAY));
  const against = earlier && {
    span: showShortSpan(...earlier.span),
    days: say("working_days", { count: earlier.count }),
  };
  const young = state.preset === "month_before" && firstPeriod() === "month_before";
  const note = young
    ? say("young_month", {
        month: showMonth(PERIODS.month.from),
        count: workingDays(PERIODS.month.from, YESTERDAY),
      })
    : null;
  return [
    make("strong", {}, parts.join(" · ")),
    against ? make("span.note", {}, say("compared_with", against)) : null,
    note ? make("span.note", {}, note) : null,
  ];
}

function choosePeriod(name) {
  const { from, to } = period();
  change(name === "dates" ? { preset: name, from, to: Math.min(to, YESTERDAY) } : { preset: name });
}

function dateFields() {
  const field = (name, label) => {
    const bounds = { min: DATA.first_day, max: isoOf(DATA.working.length - 1) };
    const onchange = (event) => {
      const day = dayOf(event.target.value);
      if (Number.isNaN(day)) return;
      change(
        name === "from"
          ? { from: day, to: Math.max(day, state.to) }
          : { to: day, from: Math.min(day, state.from) },
      );
    };
    return make(
      "label.field",
      { for: name },
      make("span", {}, label),
      make("input", { type: "date", id: name, value: isoOf(state[name]), ...bounds, onchange }),
    );
  };
  return make("div.dates", {}, field("from", say("from")), field("to", say("to")));
}
