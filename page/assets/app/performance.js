// What channels and campaigns cost and brought, by the last touch: whole months of the mart of performance.

const PERFORMED = [
  {
    id: "spend",
    parts: ["spend"],
    show: (value) => (value ? showMoney(value) : "–"),
    value: (one) => one.spend,
  },
  { id: "clean", parts: ["clean"], show: showCount, value: (one) => one.clean },
  { id: "won", parts: ["won"], show: showCount, value: (one) => one.won },
  { id: "conversion", parts: ["won", "clean"], show: showShare, value: (one) => ratio(one.won, one.clean) },
  { id: "paid", parts: ["paid"], show: showMoney, value: (one) => one.paid, bar: true },
  { id: "margin", parts: ["margin"], show: showMoney, value: (one) => one.margin },
  { id: "new", parts: ["fresh"], show: showCount, value: (one) => one.fresh },
  {
    id: "cac",
    parts: ["spend", "fresh"],
    show: showMoney,
    value: (one) => (one.spend ? ratio(one.spend, one.fresh) : null),
  },
  {
    id: "romi",
    parts: ["spend", "margin"],
    show: showShare,
    value: (one) => (real(one.margin) ? ratio(one.margin - one.spend, one.spend) : null),
  },
];
const SUMS = {
  spend: "spend_amount",
  other: "other_costs_amount",
  clean: "clean_leads_count",
  won: "deals_won_count",
  paid: "revenue_paid_amount",
  net: "net_amount",
  known: "net_known_cost_amount",
  fresh: "new_customers_count",
};

/** Other costs have no column: a line of nothing else is not shown. */
const SHOWN = ["spend", "clean", "won", "paid", "margin", "fresh"];

/** Months that the period touches: spend is reported by whole ones. */
const monthsOfPeriod = () => [firstOf(...monthOf(period().from)), Math.min(period().to, YESTERDAY)];

function performanceRows(table) {
  const [first, last] = monthsOfPeriod();
  return Array.from({ length: table.size }, (_, row) => row).filter(
    (row) => table.month[row] >= first && table.month[row] <= last,
  );
}

function drawPerformance(table, rows) {
  const total = performed(table, rows);
  const lines = [...groupRows(rows, table.channel)]
    .map(([channel, own]) => ({
      key: channel,
      name: nameOf(DATA.channels[channel]),
      one: performed(table, own),
      own,
    }))
    .filter(({ one }) => SHOWN.some((name) => one[name] !== 0))
    .sort((a, b) => (b.one.paid ?? 0) - (a.one.paid ?? 0) || (b.one.spend ?? 0) - (a.one.spend ?? 0))
    .flatMap((line) => withCampaigns(table, line));
  const columns = PERFORMED.map((one) => ({ ...one, empty: (row) => emptyPerformance(one, row) }));
  fill(
    "channels",
    sectionHead(say("channels"), say("performance_note", { months: showMonths(...monthsOfPeriod()) })),
    channelTable(columns, lines, total),
    make("p.note", {}, channelNotes(total, lines).join(" ")),
  );
}

/** Parts that are known and still give no number divide by zero: a dash. Anything else that is missing is unknown. */
const emptyPerformance = ({ parts }, row) => (parts.every((name) => real(row[name])) ? "–" : UNKNOWN());

function groupRows(rows, column) {
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(column[row])) groups.set(column[row], []);
    groups.get(column[row]).push(row);
  }
  return groups;
}

/** Sums over rows; one unknown part makes a sum unknown. Margin is that of the shipments whose cost is known. */
function performed(table, rows) {
  const add = (sum, value) => (sum === null || value === null ? null : sum + value);
  const sums = Object.fromEntries(
    Object.entries(SUMS).map(([name, column]) => [
      name,
      rows.reduce((sum, row) => add(sum, table[column][row]), 0),
    ]),
  );
  const margins = rows.map((row) => table.margin_amount[row]).filter(real);
  const margin =
    sums.net === null || (rows.length && !margins.length) ? null : margins.reduce((sum, one) => sum + one, 0);
  return { ...sums, margin };
}

/** A channel, and under it its campaigns where somebody opened it; on a wide screen those that cost money start open. */
function withCampaigns(table, line) {
  const parts = [...groupRows(line.own, table.campaign)].filter(([campaign]) => campaign !== null);
  if (!parts.length) return [line];
  const open = state.opened.get(line.key) ?? Boolean(line.one.spend && innerWidth > 640);
  const onclick = () => change({ opened: new Map([...state.opened, [line.key, !open]]) });
  const sign = make("span", { "aria-hidden": "true" }, open ? "▾ " : "▸ ");
  const count = make("small.inline", {}, ` ${say("campaigns", { count: parts.length })}`);
  const toggle = make(
    "button.opens",
    { type: "button", id: `channel-${line.key}`, "aria-expanded": String(open), onclick },
    sign,
    line.name,
    count,
  );
  const campaigns = parts
    .map(([campaign, rows]) => ({
      part: true,
      key: `${line.key}/${campaign}`,
      name: nameOf(DATA.campaigns[campaign]),
      one: performed(table, rows),
    }))
    .sort((a, b) => (b.one.spend ?? 0) - (a.one.spend ?? 0) || (b.one.paid ?? 0) - (a.one.paid ?? 0));
  return [{ ...line, toggle }, ...(open ? campaigns : [])];
}

/** What the table's totals need to be read right. */
function channelNotes(total, lines) {
  const free = lines.some(({ one, part }) => !part && one.spend === 0);
  return [total.spend && free ? say("total_blended") : "", otherCosts(total), knownMargin(total)];
}

function otherCosts({ spend, other, fresh }) {
  if (!other || !real(spend)) return "";
  const full = ratio(spend + other, fresh);
  return say("full_cac", { costs: showMoney(other), cac: real(full) ? showMoney(full) : UNKNOWN() });
}

/** What part of the shipments the margin speaks for, where that is not all of them. */
const knownMargin = ({ net, known }) =>
  real(known) && net > 0 && known < net * 0.9995
    ? say("known_margin", { share: showShare(known / net) })
    : "";

const sameMonth = (a, b) => monthOf(a).join() === monthOf(b).join();
const showMonths = (from, to) =>
  sameMonth(from, to) ? showMonth(from) : `${showMonth(from)} – ${showMonth(to)}`;
