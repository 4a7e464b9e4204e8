// New clients and current ones apart: leads and wins of the period, and its money; and the forms in which it came.

const CLIENTS = ["unknown", "new", "current"];
const OF_CLIENT = [
  { id: "clean", metric: "clean_leads_count", table: "leads", family: "sales" },
  { id: "won", metric: "deals_won_count", table: "won", family: "sales" },
  { id: "conversion", metric: "conversion_period", family: "sales" },
  { id: "booked", metric: "revenue_booked_amount", table: "won", family: "sales" },
  { id: "paid", metric: "revenue_paid_amount", table: "paid", family: "money" },
];

/** Sums of tables under the filters, by what `keyOf(table, row)` says; `columns` as in OF_CLIENT. */
function sumsBy(columns, keyOf) {
  const sums = columns.filter((one) => one.table);
  const empty = () => Object.fromEntries(sums.map(({ metric }) => [metric, 0]));
  const groups = new Map();
  const total = empty();
  for (const { metric, table: name, family } of sums) {
    const table = TABLES[name];
    if (!table) continue;
    walk(table, toldSpan(period(), family), filters(), (row) => {
      const key = keyOf(table, row);
      if (!groups.has(key)) groups.set(key, empty());
      for (const one of [total, groups.get(key)]) one[metric] += table[metric][row] ?? 0;
    });
  }
  return { groups, total };
}

/** A number of a metric, unknown while its family is. */
function metricCell({ metric, family }, one) {
  const value = knows(family, ...toldSpan(period(), family)) ? valueOf(one, metric) : null;
  if (!knows(family, ...toldSpan(period(), family))) return { raw: null, text: UNKNOWN() };
  if (!real(value) || value === 0) return { raw: value, text: "–" };
  return { raw: value, text: SHOW_UNIT[CATALOGUE[metric].unit](value) };
}

/** Sums by metric: a row per group, one for all. */
function metricTable(label, kind, first, columns, rows, total) {
  const shown = [
    { id: "name", title: first, cell: ({ name }) => name },
    ...columns.map((column) => ({
      id: column.id,
      title: metricName(column.metric),
      number: true,
      cell: ({ one }) => metricCell(column, one),
    })),
  ];
  const foot = Object.fromEntries(shown.map(({ id, cell }) => [id, cell({ name: say("all_rows"), one: total })]));
  return listTable(label, kind, shown, rows, foot);
}

function drawClients() {
  const columns = OF_CLIENT.filter(({ table }) => !table || TABLES[table]);
  if (!["leads", "won", "paid"].some((name) => TABLES[name])) {
    leaveOut("clients");
    return;
  }
  const { groups, total } = sumsBy(columns, (table, row) => table.client[row]);
  const rows = [1, 2, 0]
    .filter((client) => groups.has(client))
    .map((client) => ({ name: say(`client_${CLIENTS[client]}`), one: groups.get(client) }));
  fill(
    "clients",
    sectionHead(say("clients"), say("clients_note")),
    metricTable(say("clients"), "channels", say("client"), columns.filter(({ metric }) => canBeTold(metric)), rows, total),
  );
}

/** Whether all tables that a ratio is put together from are there. */
const canBeTold = (metric) => sumsOf(metric).every((part) => TABLES[TABLE_OF[part]]);

const OF_FORM = [
  { id: "payments", metric: "payments_count", table: "paid", family: "money" },
  { id: "paid", metric: "revenue_paid_amount", table: "paid", family: "money" },
];

function drawForms() {
  if (!TABLES.paid) {
    leaveOut("forms");
    return;
  }
  const { groups, total } = sumsBy(OF_FORM, (table, row) => table.form[row]);
  const rows = [...groups]
    .map(([form, one]) => ({ name: form === null ? say("form_none") : DATA.labels.form[form], one }))
    .sort((a, b) => b.one.revenue_paid_amount - a.one.revenue_paid_amount);
  fill("forms", sectionHead(say("forms")), metricTable(say("forms"), "cards-list", say("form"), OF_FORM, rows, total));
}
