// The managers, side by side: money, deals, leads, conversions step by step, calls and answers.

const ENOUGH_LEADS = 8;
/** The furthest step that a stage can bear. */
const LAST_STAGE = STEPS.filter((step) => step !== PAID).at(-1);

function managerColumns() {
  const columns = [
    { id: "paid", metric: "revenue_paid_amount", family: "money", value: (one) => one.paid, show: showMoney },
    { id: "plan", family: "money", value: (one) => one.done, show: showWholeShare, cell: planCell },
    { id: "won", metric: "deals_won_count", family: "sales", value: (one) => one.won, show: showCount },
    { id: "clean", metric: "clean_leads_count", family: "sales", value: (one) => one.clean, show: showCount },
    { id: "conversion", metric: "conversion_period", family: "sales", value: (one) => one.conversion, show: showShare },
    { id: "ticket", metric: "average_ticket_amount", family: "money", value: (one) => one.ticket, show: showMoney },
  ];
  return [
    ...columns,
    ...callColumns(),
    { id: "steps", family: "sales", value: (one) => ratio(one.cohort[LAST_STAGE], one.cohort[STEPS[0]]), cell: stepsCell },
  ];
}

function callColumns() {
  if (!DATA.connected.telephony || !TABLES.calls) return [];
  const split = (one) =>
    make(
      "small",
      {},
      say("in_and_out", { in: formats.number.format(one.callsIn), out: formats.number.format(one.callsOut) }),
    );
  return [
    { id: "calls", metric: "calls_count", family: "calls", value: (one) => one.calls, show: showCount, under: split },
    { id: "missed", metric: "calls_missed_count", family: "calls", value: (one) => one.missed, show: showCount },
    { id: "response", metric: "response_minutes_median", family: "calls", value: (one) => one.response, show: showMinutes },
  ];
}

/** Conversations are not cut by pipeline: then they are not known. */
function callsOf(known, one) {
  const whole = known && state.pipeline === null;
  return {
    calls: whole ? valueOf(one, "calls_count") : null,
    callsIn: one.calls_in_count,
    callsOut: one.calls_out_count,
    missed: whole ? valueOf(one, "calls_missed_count") : null,
    response: known ? valueOf(one, "response_minutes_median") : null,
  };
}

/** A row per employee who works or has a number in the period, and one row for all of them. */
function managerRows(current) {
  const money = toldSpan(period(), "money");
  const sales = toldSpan(period(), "sales");
  const phone = toldSpan(period(), "calls");
  const [paid, sold, called] = [current(...money), current(...sales), current(...phone)];
  const people = new Set([paid, sold, called].flatMap((one) => [...one.people.keys()]));
  DATA.people.forEach((one, person) => {
    const fits =
      (state.person === null || state.person === person) &&
      (state.unit === null || unitOf(person, YESTERDAY) === state.unit);
    if (one.active && TRACES.has(person) && fits && state.pipeline === null) people.add(person);
  });
  const rows = [...people].map((person) =>
    managerRow(person, paid.people.get(person), sold.people.get(person), called.people.get(person)),
  );
  const total = { ...managerRow(null, paid.total, sold.total, called.total), total: true };
  return { rows: rows.filter((row) => row.person !== null), total };
}

function managerRow(person, paid = new Tally(), sold = new Tally(), called = new Tally()) {
  const [moneyKnown, salesKnown, callsKnown] = ["money", "sales", "calls"].map((family) =>
    knows(family, ...toldSpan(period(), family)),
  );
  const known = (yes, one, metric) => (yes ? valueOf(one, metric) : null);
  const wanted = planOf("revenue_paid_amount", planFilters(person), period().from, period().to);
  return {
    person,
    paid: known(moneyKnown, paid, "revenue_paid_amount"),
    ticket: known(moneyKnown, paid, "average_ticket_amount"),
    done: moneyKnown ? ratio(paid.revenue_paid_amount, wanted.value) : null,
    plan: wanted.value,
    behind: moneyKnown && behindPace(paid.revenue_paid_amount, person),
    won: known(salesKnown, sold, "deals_won_count"),
    clean: known(salesKnown, sold, "clean_leads_count"),
    conversion: known(salesKnown, sold, "conversion_period"),
    cohort: salesKnown ? sold.cohort : null,
    ...callsOf(callsKnown, called),
  };
}

const planFilters = (person) => (person === null ? filters() : { ...filters(), person });

/** Less than an even pace of the plan asks for by the last day of money. */
function behindPace(paid, person) {
  const [from, to] = toldSpan(period(), "money");
  const due = to < from ? null : planOf("revenue_paid_amount", planFilters(person), from, to).value;
  return real(due) && paid < due;
}

function drawManagers(current) {
  const columns = managerColumns();
  const { rows, total } = managerRows(current);
  const [by, way] = state.sort;
  const column = columns.find((one) => one.id === by);
  const key = (row) => (column ? column.value(row) : null);
  rows.sort(
    (a, b) =>
      real(key(b)) - real(key(a)) ||
      (by === "name" || key(a) === key(b)
        ? personName(a.person).localeCompare(personName(b.person)) * (by === "name" ? way : 1)
        : (key(a) - key(b)) * way),
  );
  const most = Math.max(...rows.map((row) => row.paid ?? 0), 1);
  const standard = state.person === null ? total : cohortOfAll();
  fill(
    "managers",
    sectionHead(say("managers"), say("managers_note")),
    folded(
      "managers-people",
      say("managers"),
      make(
        "table.people",
        {},
        managerHead(columns),
        make(
          "tbody",
          {},
          rows.map((row) => drawManager(row, columns, standard, most)),
        ),
        make("tfoot", {}, drawManager(total, columns, total, 0)),
      ),
    ),
    make(
      "p.legend",
      {},
      make("span.item", {}, make("b.best", {}, "▲"), say("best_step")),
      make("span.item", {}, make("b.weakest", {}, "▼"), say("weakest_step")),
      phoneNote(),
    ),
  );
}

/** Everybody's steps under the other filters: one person is not compared with himself. */
const cohortOfAll = () => tally(toldSpan(period(), "sales"), { ...filters(), person: null }).total;

function managerHead(columns) {
  const cells = [{ id: "name" }, ...columns].map(({ id, metric }) => {
    const sorted = state.sort[0] === id ? (state.sort[1] > 0 ? "ascending" : "descending") : null;
    const onclick = () =>
      change({ sort: [id, state.sort[0] === id ? -state.sort[1] : id === "name" ? 1 : -1] });
    const mark = sorted
      ? make("span", { "aria-hidden": "true" }, sorted === "ascending" ? " ↑" : " ↓")
      : null;
    const button = make(
      "button.sort",
      { type: "button", onclick, title: metric ? metricHow(metric) : say(`column_${id}_how`) },
      say(`column_${id}`),
      mark,
    );
    const kind = id === "name" ? "th" : id === "steps" ? "th.steps" : "th.number";
    return make(kind, { scope: "col", "aria-sort": sorted }, button, id === "steps" ? stepNames() : null);
  });
  return make("thead", {}, make("tr", {}, cells));
}

/** One line where calls cannot be shown, and why. */
function phoneNote() {
  if (!DATA.connected.telephony) return make("span.item.absent", {}, say("no_telephony"));
  if (!TABLES.calls)
    return make("span.item.absent", {}, say("never_published", { domain: say("domain_calls") }));
  return state.pipeline === null ? null : make("span.item.absent", {}, say("calls_no_pipeline"));
}

const stepNames = () =>
  make(
    "span.step-names",
    { "aria-hidden": "true" },
    stepsInUse()
      .slice(1)
      .map((step) => make("span", {}, say(`short_${step}`))),
  );

function drawManager(row, columns, standard, most) {
  const name = row.person === null ? say("all_rows") : personName(row.person);
  const unit =
    row.person === null || DATA.people[row.person].key
      ? null
      : unitName(unitOf(row.person, Math.min(period().to, YESTERDAY)));
  const cells = columns.map((column) => {
    if (column.cell) return column.cell(row, standard, column);
    const value = column.value(row);
    const extra = { "data-column": column.id, "data-label": say(`column_${column.id}`) };
    const cell = numberCell(real(value) ? column.show(value) : emptyText(row, column), value, extra);
    if (column.under && value) cell.append(column.under(row));
    if (column.id === "paid" && most) cell.prepend(shareBar(value, most));
    return cell;
  });
  return make(
    "tr",
    { "data-person": row.person ?? "all" },
    make("th", { scope: "row" }, make("span.name", {}, name), unit ? make("small", {}, unit) : null),
    cells,
  );
}

/** A ratio without a divisor is a dash; a number whose source is not loaded is unknown. */
function emptyText(row, column) {
  const spans = toldSpan(period(), column.family);
  return knows(column.family, ...spans) ? "–" : UNKNOWN();
}

function planCell(row, _, column) {
  const extra = { "data-column": "plan", "data-label": say("column_plan") };
  if (!real(row.done))
    return make(
      real(row.plan) ? "td.number.unknown" : "td.number",
      { ...extra, "data-raw": "unknown" },
      real(row.plan) ? UNKNOWN() : "–",
    );
  const bar = make(
    "span.mini",
    {},
    make("i", { style: { width: `${Math.min(Math.max(row.done, 0), 1) * 100}%` } }),
  );
  return make(
    `td.number${row.behind ? ".behind" : ""}`,
    { ...extra, "data-raw": row.done, title: showMoney(row.plan) },
    column.show(row.done),
    bar,
  );
}

/** Step conversions of the period's clean leads, the best and the weakest against everybody's marked. */
function stepsCell(row, standard) {
  const extra = { "data-label": say("column_steps"), "data-column": "steps" };
  if (!row.cohort) return make("td.steps.unknown", extra, UNKNOWN());
  const steps = stepsInUse();
  const told = steps.slice(1).map((step, place) => {
    const [share, all] = [row, standard].map((one) => ratio(one.cohort[step], one.cohort[steps[place]]));
    const enough = row.cohort[steps[place]] >= ENOUGH_LEADS;
    return { step, share, gap: enough && real(share) && real(all) ? share - all : null };
  });
  const gaps = row.total ? [] : told.map((one) => one.gap).filter(real);
  const [best, weakest] = [Math.max(...gaps), Math.min(...gaps)];
  const cells = told.map(({ step, share, gap }) => {
    const mark =
      gaps.length > 1 && gap === best && gap > 0
        ? "best"
        : gaps.length > 1 && gap === weakest && gap < 0
          ? "weakest"
          : null;
    const label = `${say(`step_${step}`)}: ${real(share) ? showShare(share) : "–"}${mark ? `, ${say(`${mark}_step`)}` : ""}`;
    return make(
      `span.cell${mark ? `.${mark}` : ""}`,
      { title: label, "aria-label": label, role: "img", "data-raw": share ?? "none", "data-mark": mark },
      real(share) ? formats.number.format(share * 100) : "–",
      mark ? make("b", { "aria-hidden": "true" }, mark === "best" ? "▲" : "▼") : null,
    );
  });
  const kind = told.some((one) => real(one.share)) ? "td.steps" : "td.steps.nothing";
  return make(kind, extra, stepNames(), make("span.cells", {}, cells));
}
