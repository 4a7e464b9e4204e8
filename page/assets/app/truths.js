// Three truths about revenue side by side: what the CRM booked, the ERP shipped and the bank received, and why they differ.

const TRUTHS = [
  { id: "booked", metric: "revenue_booked_amount", read: (table) => table.booked_amount },
  { id: "shipped", metric: "revenue_shipped_amount", read: (table) => table.revenue_shipped_amount },
  { id: "paid", metric: "revenue_paid_amount", read: (table) => table.paid_amount },
  { id: "difference", metric: "revenue_difference_amount", read: (table) => table.revenue_difference_amount },
];

function drawTruths() {
  const table = TABLES.truths;
  if (!table?.size) {
    leaveOut("truths");
    return;
  }
  const span = toldSpan(period(), "money");
  const { reasons, total } = differences(table, span);
  const rows = [...reasons]
    .filter(([, value]) => value !== 0)
    .sort(([, a], [, b]) => Math.abs(b ?? 0) - Math.abs(a ?? 0));
  const most = Math.max(1, ...rows.map(([, value]) => Math.abs(value ?? 0)));
  const known = real(total.difference);
  const lines = rows.map(([reason, value]) => truthRow(say(`truth_${DATA.labels.truth[reason]}`), value, most));
  fill(
    "truths",
    sectionHead(say("truths"), say("truths_note")),
    span[1] < span[0]
      ? absent(say("not_begun"))
      : [
          make("dl.tiles", {}, TRUTHS.map((one) => truthTile(one, total[one.id]))),
          known && lines.length
            ? make("table.reasons.truths", {}, make("tbody", {}, lines), make("tfoot", {}, truthRow(say("truths_total"), total.difference)))
            : null,
        ],
    state.unit === null && state.person === null && state.pipeline === null ? null : absent(say("truths_not_split")),
  );
}

/** The sums of the days and the difference by its reason; one unknown part makes a sum unknown. */
function differences(table, span) {
  const total = Object.fromEntries(TRUTHS.map(({ id }) => [id, 0]));
  const reasons = new Map();
  const add = (sum, value) => (sum === null || value === null ? null : sum + value);
  walk(table, span, { unit: null, person: null, pipeline: null }, (row) => {
    for (const { id, read } of TRUTHS) total[id] = add(total[id], read(table)[row]);
    const reason = table.truth[row];
    reasons.set(reason, add(reasons.get(reason) ?? 0, table.revenue_difference_amount[row]));
  });
  return { reasons, total };
}

function truthTile({ id, metric }, value) {
  return make(
    "div",
    { "data-column": id, "data-raw": real(value) ? value : "unknown", title: metricHow(metric) },
    make("dt", {}, say(`truths_${id}`)),
    make(real(value) ? "dd" : "dd.unknown", {}, showMoney(value)),
  );
}

function truthRow(name, value, most) {
  const bar = most
    ? make(`span.step${value < 0 ? ".less" : ""}`, { style: { width: `${(Math.abs(value ?? 0) / most) * 100}%` } })
    : "";
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, name),
    make("td.wide", {}, make("div.track", {}, bar)),
    numberCell(real(value) && value > 0 ? `+${showMoney(value)}` : showMoney(value), value),
  );
}
