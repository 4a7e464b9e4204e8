// The running day as far as it is loaded, or the newest one of stand-ups: each number beside what is usual by that hour.

const PULSE = [
  { id: "leads", metric: "leads_count" },
  { id: "calls_in", metric: "calls_in_count", phone: true },
  { id: "calls_out", metric: "calls_out_count", phone: true },
  { id: "answered", metric: "calls_answered_count", phone: true },
  { id: "talk", metric: "talk_seconds", phone: true, scale: 60 },
  { id: "held", metric: "meetings_held_count" },
  { id: "contracts", metric: "contracts_count" },
  { id: "won", metric: "deals_won_count" },
  { id: "receipts", metric: "timed_receipts_amount" },
];

function drawToday() {
  const table = TABLES.pulse;
  const marks = DATA.stand_ups;
  if (!table?.size || !marks.length) {
    leaveOut("today");
    return;
  }
  const chosen = marks.find(({ mark }) => mark === state.mark) ?? marks.at(-1);
  const columns = PULSE.filter((one) => DATA.connected.telephony || !one.phone);
  const { rows, total } = pulseOf(table, DATA.labels.mark.indexOf(chosen.mark), columns);
  const options = marks.map(({ mark }) => [mark, mark === "now" ? say("mark_now") : mark]);
  fill(
    "today",
    sectionHead(
      say(chosen.running ? "today" : "pulse"),
      pulseNote(chosen),
      marks.length > 1 ? choice(say("mark"), options, chosen.mark, (mark) => change({ mark })) : null,
    ),
    make("dl.tiles", {}, columns.map((column) => pulseTile(column, total))),
    rows.length
      ? make(
          "details",
          { id: "today-people" },
          make("summary", {}, say("by_managers")),
          listTable(
            say("today"),
            "acts",
            [{ id: "name", title: say("column_name"), cell: (row) => personName(row.person) }, ...columns.map(pulseColumn)],
            rows,
          ),
        )
      : null,
    state.pipeline === null ? null : absent(say("activity_no_pipeline")),
  );
}

function pulseNote({ day, until, days, running }) {
  const told = { day: `${formats.longWeekday.format(dateOf(day))}, ${showDay(day)}`, time: showTime(until) };
  const usual = days ? ` ${say("pulse_usual", { count: days })}` : "";
  return `${say(running ? "today_note" : "pulse_note", told)}${usual}`;
}

/** Sums over the people whom the filters let through; one unknown part makes a sum unknown. */
function pulseOf(table, mark, columns) {
  const names = columns.flatMap(({ metric }) => [metric, `usual_${metric}`]);
  const total = Object.fromEntries(names.map((name) => [name, 0]));
  const rows = [];
  walk(table, null, filters(), (row) => {
    if (table.mark[row] !== mark) return;
    const one = { person: table.person[row] };
    for (const name of names) {
      one[name] = table[name][row];
      total[name] = total[name] === null || one[name] === null ? null : total[name] + one[name];
    }
    if (columns.some(({ metric }) => one[metric] || one[`usual_${metric}`])) rows.push(one);
  });
  rows.sort((a, b) => (b.leads_count ?? 0) - (a.leads_count ?? 0) || personName(a.person).localeCompare(personName(b.person)));
  return { rows, total };
}

function pulseTile(column, total) {
  const value = total[column.metric];
  return make(
    "div",
    { "data-column": column.id, "data-raw": real(value) ? value : "unknown", title: metricHow(column.metric) },
    make("dt", {}, say(`pulse_${column.id}`)),
    make(real(value) ? "dd" : "dd.unknown", {}, showPulse(column, value), usually(column, total)),
  );
}

const pulseColumn = (column) => ({
  id: column.id,
  title: say(`pulse_${column.id}`),
  number: true,
  cell: (one) => ({
    raw: one[column.metric],
    text: one[column.metric] === 0 && !one[`usual_${column.metric}`] ? "–" : [showPulse(column, one[column.metric]), usually(column, one)],
  }),
});

function usually(column, one) {
  const value = one[`usual_${column.metric}`];
  return real(value) ? make("small", {}, say("usually", { value: showUsual(column, value) })) : null;
}

const showPulse = ({ metric, scale = 1 }, value) =>
  isMoney(metric) ? showMoney(value) : showCount(real(value) ? Math.round(value / scale) : value);
const showUsual = ({ metric, scale = 1 }, value) =>
  isMoney(metric) ? showMoney(value) : written("decimal", value / scale);
