// One day of each manager in one row, with what the next morning expects: the mart of day summaries as it is.

const SUMMARY = [
  { id: "leads", read: (table) => table.leads_count },
  { id: "calls_in", read: (table) => table.calls_in_count, phone: true },
  { id: "calls_out", read: (table) => table.calls_out_count, phone: true },
  { id: "held", read: (table) => table.meetings_held_count },
  { id: "contracts", read: (table) => table.contracts_count },
  { id: "paid", read: (table) => table.revenue_paid_amount, money: true },
  { id: "month", read: (table) => table.paid_to_date_amount, money: true },
  { id: "plan", read: (table) => table.paid_plan_month_amount, money: true },
  { id: "backlog", read: (table) => table.backlog_end_count },
  { id: "meetings", read: (table) => table.meetings_next_day_count },
  { id: "tomorrow", read: (table) => table.expected_next_day_amount, money: true },
  { id: "week", read: (table) => table.expected_week_amount, money: true },
  { id: "overdue", read: (table) => table.overdue_amount, money: true },
];

function drawSummary() {
  const table = TABLES.day_summary;
  if (!table?.size) {
    leaveOut("summary");
    return;
  }
  const [first, last] = [table.day[0], table.day.at(-1)];
  const day = Math.min(Math.max(state.day ?? lastWorkingDay(last), first), last);
  const columns = SUMMARY.filter((one) => DATA.connected.telephony || !one.phone);
  const { rows, total } = summaryOf(table, day, columns);
  const off = isWorking(day) ? "" : `, ${say("day_off")}`;
  fill(
    "summary",
    sectionHead(
      say("summary"),
      `${formats.longWeekday.format(dateOf(day))}, ${showDay(day)}${off}`,
      dayStepper(day, first, last),
    ),
    folded(
      "summary-people",
      say("summary"),
      plainTable(
        "acts",
        [{ id: "name", title: say("column_name"), cell: (row) => personName(row.person) }, ...columns.map(summaryColumn)],
        rows,
        Object.fromEntries([["name", say("all_rows")], ...columns.map((one) => [one.id, summaryCell(one, total)])]),
      ),
    ),
    state.pipeline === null ? null : absent(say("activity_no_pipeline")),
  );
}

const summaryColumn = (one) => ({
  id: one.id,
  title: say(`summary_${one.id}`),
  number: true,
  cell: (row) => summaryCell(one, row),
});

/** Nobody planned for this employee: then no plan is missing, nor what the mart sets beside it. */
const isUnplanned = (id, one) => one.plan === null && (id === "plan" || (id === "month" && one.month === null));

function summaryCell({ id, money }, one) {
  if (isUnplanned(id, one)) return { raw: null, text: "–" };
  return (money ? moneyOf : countOf)(one[id]);
}

/** Rows of those who did or expect anything, the most money first; a sum with an unknown part is unknown. */
function summaryOf(table, day, columns) {
  const total = Object.fromEntries(columns.map(({ id }) => [id, 0]));
  const rows = [];
  walk(table, [day, day], filters(), (row) => {
    const one = { person: table.person[row] };
    for (const { id, read } of columns) one[id] = read(table)[row];
    rows.push(one);
    for (const { id } of columns) {
      if (!isUnplanned(id, one)) total[id] = total[id] === null || one[id] === null ? null : total[id] + one[id];
    }
  });
  const shown = rows.filter((one) => columns.some(({ id }) => id !== "plan" && one[id]));
  shown.sort((a, b) => (b.paid ?? 0) - (a.paid ?? 0) || (b.month ?? 0) - (a.month ?? 0) || personName(a.person).localeCompare(personName(b.person)));
  return { rows: shown, total };
}
