// The funnel backwards: what each manager lacks to the plan of the month, and how much of what a working day needs for it.

const EFFORT = ["leads", "calls", "meetings", "offers", "contracts", "deals"];

function drawEffort() {
  const table = TABLES.effort;
  if (!table?.size || !real(DATA.newest.effort)) {
    leaveOut("effort");
    return;
  }
  const rows = [];
  walk(table, null, filters(), (row) => rows.push(row));
  rows.sort((a, b) => (table.missing_amount[b] ?? 0) - (table.missing_amount[a] ?? 0) || personName(table.person[a]).localeCompare(personName(table.person[b])));
  const columns = [
    { id: "name", title: say("column_name"), cell: (row) => personName(table.person[row]) },
    { id: "missing", title: say("effort_missing_money"), number: true, cell: (row) => moneyOf(table.missing_amount[row]) },
    { id: "missing_deals", title: say("effort_missing_deals"), number: true, cell: (row) => roundedUp(table.missing_deals[row]) },
    ...EFFORT.map((step) => ({
      id: step,
      title: say(`effort_${step}`),
      number: true,
      cell: (row) => roundedUp(table[`${step}_needed`][row]),
    })),
  ];
  const left = table.days_left[0];
  fill(
    "effort",
    sectionHead(say("effort"), say("effort_note", { day: showDay(DATA.newest.effort), count: left })),
    rows.length ? folded("effort-people", say("effort"), plainTable("acts", columns, rows)) : make("p.calm", {}, say("effort_none")),
    state.pipeline === null ? null : absent(say("activity_no_pipeline")),
  );
}

/** Half a call is a call: what is needed is rounded up. */
const roundedUp = (value) => ({ raw: value, text: value === 0 ? "–" : showCount(real(value) ? Math.ceil(value) : value) });
