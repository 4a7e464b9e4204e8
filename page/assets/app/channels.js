// Where leads come from and what they bring; with an advertising account also what they cost.

/** Sums of facts by channel, under every filter. */
const BROUGHT = [
  { id: "clean", family: "sales", show: showCount, value: (one) => one.clean },
  { id: "junk", family: "sales", show: showShare, value: (one) => ratio(one.leads - one.clean, one.leads) },
  { id: "won", family: "sales", show: showCount, value: (one) => one.won },
  { id: "conversion", family: "sales", show: showShare, value: (one) => ratio(one.won, one.clean) },
  { id: "paid", family: "money", show: showMoney, value: (one) => one.paid, bar: true },
  { id: "share", family: "money", show: showShare, value: (one, total) => ratio(one.paid, total.paid) },
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
  const rows = channelSums(sales, money).sort((a, b) => b.paid - a.paid || b.clean - a.clean);
  const total = rows.reduce(addChannel, emptyChannel());
  const columns = BROUGHT.map((one) => ({
    ...one,
    value: (row) => (known[one.family] ? one.value(row, total) : null),
    empty: () => (known[one.family] ? "–" : UNKNOWN()),
  }));
  const lines = rows.map((one) => ({ one, key: one.channel, name: nameOf(DATA.channels[one.channel]) }));
  fill("channels", sectionHead(say("channels"), null), channelTable(columns, lines, total), absent(note));
}

function channelTable(columns, lines, total) {
  const head = [
    make("th", { scope: "col" }, say("channel")),
    ...columns.map(({ id }) =>
      make("th.number", { scope: "col", title: say(`channel_${id}_how`) }, say(`channel_${id}`)),
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

const emptyChannel = (channel = null) => ({ channel, leads: 0, clean: 0, won: 0, paid: 0 });

function addChannel(sum, one) {
  for (const name of ["leads", "clean", "won", "paid"]) sum[name] += one[name];
  return sum;
}

function channelSums(sales, money) {
  const found = new Map();
  const of = (channel) => {
    if (!found.has(channel)) found.set(channel, emptyChannel(channel));
    return found.get(channel);
  };
  const { leads, won, paid } = TABLES;
  if (leads) {
    walk(leads, sales, filters(), (row) => {
      of(leads.channel[row]).leads += leads.leads_count[row];
      if (leads.is_clean[row]) of(leads.channel[row]).clean += leads.leads_count[row];
    });
  }
  if (won) walk(won, sales, filters(), (row) => (of(won.channel[row]).won += won.won_count[row]));
  if (paid) walk(paid, money, filters(), (row) => (of(paid.channel[row]).paid += paid.paid_amount[row]));
  return [...found.values()];
}
