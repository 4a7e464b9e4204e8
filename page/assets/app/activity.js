// What everybody did on one day, the last one first.

const ACTIVITY = [
  { id: "leads", metric: "leads_count" },
  { id: "backlog", metric: "backlog_end_count", before: "backlog_start_count" },
  { id: "processed", metric: "processed_count" },
  { id: "calls_in", metric: "calls_in_count", phone: true },
  { id: "calls_out", metric: "calls_out_count", phone: true },
  { id: "missed", metric: "calls_missed_count", phone: true },
  { id: "not_recalled", metric: "calls_missed_let_go_count", open: "calls_missed_open_count", phone: true },
  {
    id: "talk",
    metric: "talk_seconds",
    phone: true,
    show: (seconds) => (seconds > 0 && seconds < 30 ? "<1" : showCount(Math.round(seconds / 60))),
  },
  { id: "planned", metric: "meetings_planned_count" },
  { id: "held", metric: "meetings_held_count" },
  { id: "messages", metric: "messages_count" },
  { id: "contracts", metric: "contracts_count" },
  { id: "payments", metric: "payments_count" },
  { id: "paid", metric: "revenue_paid_amount", show: showMoney },
];
/** Without the mart of activity: what leads, deals and payments tell about the day. */
const DEEDS = [
  { id: "leads", metric: "leads_count" },
  { id: "contracts", metric: "contracts_count" },
  { id: "won", metric: "deals_won_count" },
  { id: "paid", metric: "revenue_paid_amount", show: showMoney },
];
const RECENT_DAYS = 35;

function drawActivity() {
  const full = Boolean(TABLES.activity);
  const last = full ? lastDay("calls") : Math.max(lastDay("sales") ?? -1, lastDay("money") ?? -1);
  if (last === null || last < 0) {
    fill("activity", sectionHead(say("activity")), absent(say("activity_absent")));
    return;
  }
  const first = Math.max(BEGINNING, last - RECENT_DAYS + 1);
  const day = Math.min(Math.max(state.day ?? lastWorkingDay(last), first), last);
  const columns = full ? ACTIVITY.filter((one) => DATA.connected.telephony || !one.phone) : DEEDS;
  const { people, total } = full ? recorded(day, columns) : deeds(day, columns);
  const rows = [...people]
    .filter(([, one]) => columns.some(({ id }) => one[id] !== 0))
    .sort(
      ([a, x], [b, y]) =>
        (y.paid ?? 0) - (x.paid ?? 0) ||
        (y.leads ?? 0) - (x.leads ?? 0) ||
        personName(a).localeCompare(personName(b)),
    );
  fill(
    "activity",
    sectionHead(
      say("activity"),
      `${formats.longWeekday.format(dateOf(day))}, ${showDay(day)}${isWorking(day) ? "" : `, ${say("day_off")}`}`,
      dayStepper(day, first, last),
    ),
    folded("activity-people", say("activity"), activityTable(columns, rows, total)),
    total.calls_missed_open_count ? make("p.note", {}, say("not_recalled_open")) : null,
    full && state.pipeline !== null ? absent(say("activity_no_pipeline")) : null,
    DATA.connected.telephony ? null : absent(say("no_telephony")),
    DATA.connected.telephony && !full
      ? absent(say("never_published", { domain: say("domain_calls") }))
      : null,
  );
}

function lastWorkingDay(last) {
  for (let day = last; day >= 0; day--) if (isWorking(day)) return day;
  return last;
}

function activityTable(columns, rows, total) {
  const head = [
    make("th", { scope: "col" }, say("column_name")),
    ...columns.map(({ id, metric }) =>
      make("th.number", { scope: "col", title: metricHow(metric) }, say(`activity_${id}`)),
    ),
  ];
  const row = (name, one, person) =>
    make(
      "tr",
      { "data-person": person },
      make("th", { scope: "row" }, name),
      columns.map((column) => activityCell(column, one)),
    );
  return make(
    "table.acts",
    {},
    make("thead", {}, make("tr", {}, head)),
    make(
      "tbody",
      {},
      rows.map(([person, one]) => row(personName(person), one, person)),
    ),
    make("tfoot", {}, row(say("all_rows"), total, "all")),
  );
}

function activityCell({ id, show = showCount, before, open }, one) {
  const value = one[id];
  const extra = { "data-column": id, "data-label": say(`activity_${id}`) };
  if (before && real(value)) {
    const moved = make("span", {}, make("small.inline", {}, `${showCount(one[before])} → `), show(value));
    return numberCell(moved, value, extra);
  }
  if (open && one[open]) {
    const waiting = make("small.inline", {}, ` ${say("not_recalled_in_time", { count: one[open] })}`);
    return numberCell(make("span", {}, show(value), waiting), value, extra);
  }
  return numberCell(value === 0 ? "–" : real(value) ? show(value) : UNKNOWN(), value, extra);
}

/** The day as the mart of activity holds it; a sum with an unknown part is unknown. */
function recorded(day, columns) {
  const table = TABLES.activity;
  const names = columns.flatMap(({ id, metric, before, open }) => [
    [id, metric],
    ...[before, open].filter(Boolean).map((beside) => [beside, beside]),
  ]);
  const total = Object.fromEntries(names.map(([id]) => [id, 0]));
  const people = new Map();
  walk(table, [day, day], filters(), (row) => {
    const one = Object.fromEntries(names.map(([id, column]) => [id, table[column][row]]));
    people.set(table.person[row], one);
    for (const [id] of names) total[id] = total[id] === null || one[id] === null ? null : total[id] + one[id];
  });
  return { people, total };
}

function deeds(day, columns) {
  const found = tally([day, day], filters());
  const read = (one) =>
    Object.fromEntries(
      columns.map(({ id, metric }) => [id, isMissing(familyOf(metric), day) ? null : valueOf(one, metric)]),
    );
  return {
    people: new Map([...found.people].map(([person, one]) => [person, read(one)])),
    total: read(found.total),
  };
}

function dayStepper(day, first, last) {
  const step = (to, label, text) =>
    make(
      "button",
      {
        type: "button",
        "aria-label": label,
        "data-value": text,
        disabled: to > last || to < first,
        onclick: () => change({ day: to }),
      },
      text,
    );
  return make(
    "div.choice.stepper",
    { role: "group", "aria-label": say("activity") },
    step(day - 1, say("day_before"), "‹"),
    step(day + 1, say("day_after"), "›"),
  );
}
