// Where leads come from and what they bring; with an advertising account also what they cost.

/** Sums of facts by channel, under every filter; the share is of the money of all channels. */
const BROUGHT = [
  { id: "clean", metric: "clean_leads_count", family: "sales", show: showCount },
  { id: "junk", metric: "junk_share", family: "sales", show: showShare },
  { id: "won", metric: "deals_won_count", family: "sales", show: showCount },
  { id: "conversion", metric: "conversion_period", family: "sales", show: showShare },
  { id: "paid", metric: "revenue_paid_amount", family: "money", show: showMoney, bar: true },
  { id: "share", metric: "revenue_paid_amount", family: "money", show: showShare, part: true },
];
const OF_CHANNEL = [
  ["leads", "leads_count"],
  ["leads", "junk_leads_count"],
  ["leads", "clean_leads_count"],
  ["won", "deals_won_count"],
  ["paid", "revenue_paid_amount"],
];
function drawChannels() {
  const { unit, person, pipeline } = state;
  const whole = unit === null && person === null && pipeline === null;
  const table = TABLES.performance;
  const rows = table ? performanceRows(table) : [];
  if (DATA.connected.advertising && rows.length && whole) drawPerformance(table, rows);
  else
    drawBrought(
      DATA.connected.advertising
        ? table?.size
          ? say("spend_not_split")
          : say("never_published", { domain: say("domain_marketing") })
        : say("no_advertising"),
    );
}

function drawBrought(note) {
  const [sales, money] = [toldSpan(period(), "sales"), toldSpan(period(), "money")];
  const known = { sales: knows("sales", ...sales), money: knows("money", ...money) };
  const rows = channelSums(sales, money).sort(
    (a, b) =>
      b.revenue_paid_amount - a.revenue_paid_amount || b.clean_leads_count - a.clean_leads_count,
  );
  const total = rows.reduce(addChannel, emptyChannel());
  const columns = BROUGHT.map((one) => ({
    ...one,
    value: (row) => (known[one.family] ? brought(one, row, total) : null),
    empty: () => (known[one.family] ? "–" : UNKNOWN()),
  }));
  const lines = rows.map((one) => ({ one, key: one.channel, name: nameOf(DATA.channels[one.channel]) }));
  fill("channels", sectionHead(say("channels"), null), channelTable(columns, lines, total), absent(note));
}

function channelTable(columns, lines, total) {
  const head = [
    make("th", { scope: "col" }, say("channel")),
    ...columns.map(({ id, metric, part }) =>
      make("th.number", { scope: "col", title: part ? say("channel_share_how") : metricHow(metric) }, say(`channel_${id}`)),
    ),
  ];
  const most = Object.fromEntries(
    columns
      .filter((one) => one.bar)
      .map(({ id, value }) => [
        id,
        Math.max(1, ...lines.filter((line) => !line.part).map(({ one }) => value(one) ?? 0)),
      ]),
  );
  const row = ({ one, key, name, part, toggle }) =>
    make(
      part ? "tr.part" : "tr",
      { "data-channel": key },
      make("th", { scope: "row" }, toggle ?? name),
      columns.map((column) => channelCell(column, one, key === "all" || part ? null : most[column.id])),
    );
  return wideTable(
    say("channels"),
    make(
      "table.channels",
      {},
      make("thead", {}, make("tr", {}, head)),
      make("tbody", {}, lines.map(row)),
      make("tfoot", {}, row({ one: total, key: "all", name: say("all_rows") })),
    ),
  );
}

function channelCell({ id, show, value, empty }, one, most) {
  const found = value(one);
  const cell = numberCell(real(found) ? show(found) : empty(one), found, {
    "data-column": id,
    "data-label": say(`channel_${id}`),
  });
  if (most) cell.prepend(shareBar(found, most));
  return cell;
}

const brought = ({ metric, part }, row, total) =>
  part ? ratio(row[metric], total[metric]) : valueOf(row, metric);

const emptyChannel = (channel = null) => ({
  channel,
  ...Object.fromEntries(OF_CHANNEL.map(([, metric]) => [metric, 0])),
});

function addChannel(sum, one) {
  for (const [, metric] of OF_CHANNEL) sum[metric] += one[metric];
  return sum;
}

function channelSums(sales, money) {
  const found = new Map();
  const of = (channel) => {
    if (!found.has(channel)) found.set(channel, emptyChannel(channel));
    return found.get(channel);
  };
  for (const [name, metric] of OF_CHANNEL) {
    const table = TABLES[name];
    if (!table) continue;
    walk(table, name === "paid" ? money : sales, filters(), (row) => {
      of(table.channel[row])[metric] += table[metric][row] ?? 0;
    });
  }
  return [...found.values()];
}
