// How long it takes to win, beside how long the open deals have lasted; and how fast leads pass their control points.

const CYCLES = ["unknown", "new", "current"];

/** The median of days over counted rows; how many deals they are. */
function cycleOf(name, counted) {
  return { name, deals: counted.reduce((sum, [, count]) => sum + count, 0), days: median(counted) };
}

function drawCycle() {
  const { won, lasting } = TABLES;
  if (!won || !lasting) {
    leaveOut("cycle");
    return;
  }
  const span = toldSpan(period(), "sales");
  const known = knows("sales", ...span);
  const groups = [[], [], []];
  walk(won, span, filters(), (row) => {
    if (real(won.days[row])) groups[won.client[row]].push([won.days[row], won.deals_won_count[row]]);
  });
  const open = [];
  walk(lasting, null, filters(), (row) => open.push([lasting.days[row], lasting.deals_count[row]]));
  const told = (cell) => (known ? cell : { raw: null, text: UNKNOWN() });
  const rows = [
    { ...cycleOf(say("cycle_won"), groups.flat()), cell: told },
    ...[1, 2, 0]
      .filter((client) => groups[client].length && groups[client].length < groups.flat().length)
      .map((client) => ({ ...cycleOf(say(`client_${CYCLES[client]}`), groups[client]), cell: told, part: true })),
    { ...cycleOf(say("cycle_open"), open), cell: (found) => found },
  ];
  const columns = [
    { id: "name", title: say("cycle_deals"), cell: (one) => (one.part ? make("span.part", {}, one.name) : one.name) },
    { id: "deals", title: say("cycle_many"), number: true, cell: (one) => one.cell(countOf(one.deals)) },
    { id: "days", title: say("cycle_days"), number: true, cell: (one) => one.cell(daysOf(one.days)) },
  ];
  fill("cycle", sectionHead(say("cycle"), say("cycle_note")), listTable(say("cycle"), "cards-list", columns, rows));
}

const daysOf = (value) => ({ raw: value, text: real(value) ? written(value % 1 ? "decimal" : "number", value) : "–" });

function drawPoints() {
  const table = TABLES.points;
  if (!table?.size) {
    leaveOut("points");
    return;
  }
  const points = new Map();
  walk(table, null, filters(), (row) => {
    const key = table.point[row];
    if (!points.has(key)) points.set(key, { place: table.place[row], name: DATA.labels.point[key], count: 0, minutes: [] });
    const one = points.get(key);
    one.count += table.passed_count[row];
    if (real(table.minutes[row])) one.minutes.push([table.minutes[row], table.passed_count[row]]);
  });
  const rows = [...points.values()].sort((a, b) => a.place - b.place);
  const columns = [
    { id: "name", title: say("point"), cell: (one) => one.name },
    { id: "leads", title: say("point_leads"), number: true, cell: (one) => countOf(one.count) },
    { id: "minutes", title: say("point_minutes"), number: true, cell: (one) => minutesOf(median(one.minutes)) },
  ];
  fill(
    "points",
    sectionHead(say("control_points"), say("points_note", { count: RECENT_DAYS })),
    rows.length ? listTable(say("control_points"), "cards-list", columns, rows) : make("p.calm", {}, say("points_none")),
  );
}

const minutesOf = (value) => ({ raw: value, text: real(value) ? showMinutes(value) : "–" });
