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
/** Sums of whole months by the last touch. */
const PERFORMED = [
  { id: "spend", show: (value) => (value ? showMoney(value) : "–"), value: (one) => one.spend_amount },
  { id: "clean", show: showCount, value: (one) => one.clean_leads_count },
  { id: "won", show: showCount, value: (one) => one.deals_won_count },
  { id: "conversion", show: showShare, value: (one) => ratio(one.deals_won_count, one.clean_leads_count) },
  { id: "paid", show: showMoney, value: (one) => one.revenue_paid_amount, bar: true },
  { id: "margin", show: showMoney, value: (one) => one.margin_amount },
  { id: "new", show: showCount, value: (one) => one.new_customers_count },
  {
    id: "cac",
    show: showMoney,
    value: (one) => (one.spend_amount ? ratio(one.spend_amount, one.new_customers_count) : null),
    spent: true,
  },
  {
    id: "romi",
    show: showShare,
    value: (one) =>
      real(one.margin_amount) ? ratio(one.margin_amount - one.spend_amount, one.spend_amount) : null,
    spent: true,
  },
];
const PERFORMANCE_SUMS = [
  "spend_amount",
  "other_costs_amount",
  "leads_count",
  "clean_leads_count",
  "deals_won_count",
  "revenue_paid_amount",
  "margin_amount",
  "net_amount",
  "net_known_cost_amount",
  "new_customers_count",
];

function drawChannels() {
  const { unit, person, pipeline } = state;
  const whole = unit === null && person === null && pipeline === null;
  const table = TABLES.performance;
  if (DATA.connected.advertising && table?.size && whole) drawPerformance(table);
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
  const row = ({ one, key, name, part }) =>
    make(
      part ? "tr.part" : "tr",
      { "data-channel": key },
      make("th", { scope: "row" }, name),
      columns.map((column) => channelCell(column, one, key === "all" || part ? null : most[column.id])),
    );
  return make(
    "div.scroll",
    { tabindex: "0", role: "region", "aria-label": say("channels") },
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
  if (most && real(found))
    cell.prepend(make("span.share", { style: { width: `${Math.max(0, found / most) * 100}%` } }));
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

/** Months that the period touches: spend is reported by whole ones. */
function drawPerformance(table) {
  const months = [firstOf(...monthOf(period().from)), Math.min(period().to, YESTERDAY)];
  const rows = [];
  for (let row = 0; row < table.size; row++)
    if (table.month[row] >= months[0] && table.month[row] <= months[1]) rows.push(row);
  const channels = new Map();
  for (const row of rows)
    channels.set(table.channel[row], [...(channels.get(table.channel[row]) ?? []), row]);
  const total = performed(table, rows);
  const lines = [...channels]
    .map(([channel, own]) => ({
      key: channel,
      name: nameOf(DATA.channels[channel]),
      one: performed(table, own),
      own,
    }))
    .sort(
      (a, b) =>
        (b.one.revenue_paid_amount ?? 0) - (a.one.revenue_paid_amount ?? 0) ||
        (b.one.spend_amount ?? 0) - (a.one.spend_amount ?? 0),
    )
    .flatMap((line) => [line, ...campaigns(table, line)]);
  const columns = PERFORMED.map((one) => ({ ...one, empty: (row) => emptyPerformance(one, row) }));
  const span = showMonths(months[0], months[1]);
  fill(
    "channels",
    sectionHead(say("channels"), say("performance_note", { months: span })),
    channelTable(columns, lines, total),
    make("p.note", {}, otherCosts(total)),
  );
}

/** A quotient is a dash where nothing was spent or nobody is new; everything else that is missing is unknown. */
function emptyPerformance({ spent }, row) {
  const divisible = real(row.spend_amount) && real(row.new_customers_count) && real(row.margin_amount);
  return spent && (row.spend_amount === 0 || divisible)
    ? "–"
    : row.clean_leads_count === 0 && row.deals_won_count === 0
      ? "–"
      : UNKNOWN();
}

/** Sums over rows; one unknown part makes the sum unknown. */
function performed(table, rows) {
  const add = (sum, value) => (sum === null || value === null ? null : sum + value);
  return Object.fromEntries(
    PERFORMANCE_SUMS.map((name) => [name, rows.reduce((sum, row) => add(sum, table[name][row]), 0)]),
  );
}

function campaigns(table, { key, own }) {
  const names = new Map();
  for (const row of own)
    if (table.campaign[row] !== null)
      names.set(table.campaign[row], [...(names.get(table.campaign[row]) ?? []), row]);
  return [...names]
    .map(([name, rows]) => ({ part: true, key: `${key}/${name}`, name, one: performed(table, rows) }))
    .sort((a, b) => (b.one.spend_amount ?? 0) - (a.one.spend_amount ?? 0));
}

function otherCosts(total) {
  if (!total.other_costs_amount || !real(total.spend_amount)) return "";
  const full = ratio(total.spend_amount + total.other_costs_amount, total.new_customers_count);
  return say("full_cac", {
    costs: showMoney(total.other_costs_amount),
    cac: real(full) ? showMoney(full) : UNKNOWN(),
  });
}

const showMonths = (from, to) =>
  monthOf(from)[1] === monthOf(to)[1] && monthOf(from)[0] === monthOf(to)[0]
    ? showMonth(from)
    : `${showMonth(from)} – ${showMonth(to)}`;
