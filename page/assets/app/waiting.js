// Leads that nobody answered and deals that stand longest, each with a link to its card in the CRM.

function drawWaiting() {
  const table = TABLES.waiting;
  if (!table) {
    leaveOut("waiting");
    return;
  }
  const { rows, total } = listed(
    table,
    (a, b) => table.since[b] - table.since[a],
    (row) => table.waiting_count[row],
  );
  const columns = [
    { id: "card", title: say("waiting_lead"), cell: (row) => cardLink(table.url[row], showDayMonth(table.since[row])) },
    { id: "channel", title: say("channel"), cell: (row) => nameOf(DATA.channels[table.channel[row]]) },
    { id: "person", title: say("column_name"), cell: (row) => personName(table.person[row]) },
  ];
  fill(
    "waiting",
    sectionHead(say("waiting"), say("waiting_note")),
    rows.length ? listTable(say("waiting"), "cards-list", columns, rows) : make("p.calm", {}, say("waiting_none")),
    rows.length
      ? make("p.note", { id: "waiting-total", "data-raw": total }, say("waiting_total", { count: total }))
      : null,
  );
}

function drawStuck() {
  const table = TABLES.stuck;
  if (!table || !real(DATA.newest.stuck)) {
    leaveOut("stuck");
    return;
  }
  const day = DATA.newest.stuck;
  const { rows, total } = listed(
    table,
    (a, b) => table.since[a] - table.since[b] || (table.open_amount[b] ?? 0) - (table.open_amount[a] ?? 0),
    (row) => table.deals_count[row],
  );
  const columns = [
    { id: "card", title: say("stuck_stage"), cell: (row) => cardLink(table.url[row], DATA.labels.stage[table.stage[row]] ?? UNKNOWN()) },
    { id: "days", title: say("stuck_days"), number: true, cell: (row) => countOf(day - table.since[row]) },
    { id: "amount", title: say("stuck_sum"), number: true, cell: (row) => moneyOf(table.open_amount[row]) },
    { id: "person", title: say("column_name"), cell: (row) => personName(table.person[row]) },
  ];
  fill(
    "stuck",
    sectionHead(say("stuck"), say("stuck_note", { day: showDay(day) })),
    rows.length ? listTable(say("stuck"), "cards-list", columns, rows) : make("p.calm", {}, say("stuck_none")),
    rows.length ? make("p.note", { id: "stuck-total", "data-raw": total }, say("stuck_total", { count: total })) : null,
  );
}
