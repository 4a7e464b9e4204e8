// What channels and campaigns cost and brought, by the last touch: whole months of the mart of performance.

const dash = (show) => (value) => (value ? show(value) : "–");
const PERFORMED = [
  { id: "spend", metric: "spend_amount", show: dash(showMoney) },
  { id: "clean", metric: "clean_leads_count", show: dash(showCount) },
  { id: "won", metric: "deals_won_count", show: dash(showCount) },
  { id: "conversion", metric: "conversion_period", show: showShare },
  { id: "paid", metric: "revenue_paid_amount", show: dash(showMoney), bar: true },
  { id: "margin", metric: "margin_amount", show: dash(showMoney) },
  { id: "new", metric: "new_customers_count", show: dash(showCount) },
  { id: "cac", metric: "cac_amount", show: dash(showMoney), free: true },
  { id: "romi", metric: "romi", show: showShare },
];

/** Other costs have no column: a line of nothing else is not shown. */
const SHOWN = PERFORMED.map((one) => one.metric).filter((metric) => isSum(metric));
const SUMS = [...SHOWN, "other_costs_amount", "net_amount", "net_known_cost_amount"];

/** Made of the rows whose channel spent something: advertising is held against its own channels. */
const OF_SPENDING = { new_customers_count: "advertised_customers_count", margin_amount: "advertised_margin_amount" };

function isSum(metric) {
  return !CATALOGUE[metric].numerator && !CATALOGUE[metric].terms;
}

/** The sums that a metric is made of. */
function sumsOf(metric) {
  const { numerator, denominator, terms } = CATALOGUE[metric];
  const parts = numerator ? [numerator, denominator] : Object.keys(terms ?? {});
  return parts.length ? parts.flatMap(sumsOf) : [metric];
}

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
    .filter(({ one }) => SHOWN.some((metric) => one[metric] !== 0))
    .sort((a, b) => byPaid(a, b) || bySpend(a, b))
    .flatMap((line) => withCampaigns(table, line));
  const columns = PERFORMED.map((one) => ({
    ...one,
    value: (row) => (one.free && row.spend_amount === 0 ? null : valueOf(row, one.metric)),
    empty: (row) => emptyPerformance(one, row),
  }));
  fill(
    "channels",
    sectionHead(say("channels"), say("performance_note", { months: showMonths(...monthsOfPeriod()) })),
    channelTable(columns, lines, total),
    make("p.note", {}, channelNotes(total, lines).join(" ")),
  );
}

/** Parts that are known and still give no number divide by zero: a dash. Anything else that is missing is unknown. */
const emptyPerformance = ({ metric }, row) =>
  sumsOf(metric).every((name) => real(row[name])) ? "–" : UNKNOWN();
const byPaid = (a, b) => (b.one.revenue_paid_amount ?? 0) - (a.one.revenue_paid_amount ?? 0);
const bySpend = (a, b) => (b.one.spend_amount ?? 0) - (a.one.spend_amount ?? 0);

function groupRows(rows, column) {
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(column[row])) groups.set(column[row], []);
    groups.get(column[row]).push(row);
  }
  return groups;
}

/** Sums over rows, and those over the rows whose channel spent something. */
function performed(table, rows) {
  const spending = summed(table, rows.filter((row) => table.has_spend[row]));
  const beside = Object.entries(OF_SPENDING).map(([metric, name]) => [name, spending[metric]]);
  return { ...summed(table, rows), ...Object.fromEntries(beside) };
}

/** One unknown part makes a sum unknown. Margin is that of the shipments whose cost is known. */
function summed(table, rows) {
  const add = (sum, value) => (sum === null || value === null ? null : sum + value);
  const sums = Object.fromEntries(
    SUMS.map((metric) => [metric, rows.reduce((sum, row) => add(sum, table[metric][row]), 0)]),
  );
  const margins = rows.map((row) => table.margin_amount[row]).filter(real);
  const hasNone = sums.net_amount === null || (rows.length && !margins.length);
  return { ...sums, margin_amount: hasNone ? null : margins.reduce((sum, one) => sum + one, 0) };
}

/**
 * A channel, and under it its campaigns where somebody opened it, with what no campaign brought: they add up to it. On a
 * wide screen those that cost money start open.
 */
function withCampaigns(table, line) {
  const parts = [...groupRows(line.own, table.campaign)];
  const named = parts.filter(([campaign]) => campaign !== null);
  if (!named.length) return [line];
  const open = state.opened.get(line.key) ?? Boolean(line.one.spend_amount && innerWidth > 640);
  const onclick = () => change({ opened: new Map([...state.opened, [line.key, !open]]) });
  const sign = make("span", { "aria-hidden": "true" }, open ? "▾ " : "▸ ");
  const count = make("small.inline", {}, ` ${say("campaigns", { count: named.length })}`);
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
      key: `${line.key}/${campaign ?? "none"}`,
      name: campaign === null ? say("no_campaign") : nameOf(DATA.campaigns[campaign]),
      isRest: campaign === null,
      one: performed(table, rows),
    }))
    .filter(({ one, isRest }) => !isRest || SHOWN.some((metric) => one[metric] !== 0))
    .sort((a, b) => a.isRest - b.isRest || bySpend(a, b) || byPaid(a, b));
  return [{ ...line, toggle }, ...(open ? campaigns : [])];
}

/** What the table's totals need to be read right. */
function channelNotes(total, lines) {
  const free = lines.some(({ one, part }) => !part && one.spend_amount === 0);
  return [total.spend_amount && free ? say("total_blended") : "", otherCosts(total), knownMargin(total)];
}

function otherCosts(total) {
  if (!total.other_costs_amount || !real(total.spend_amount)) return "";
  const full = valueOf(total, "full_cac_amount");
  const cac = real(full) ? showMoney(full) : UNKNOWN();
  return say("full_cac", { costs: showMoney(total.other_costs_amount), cac });
}

/** What part of the shipments the margin speaks for, where that is not all of them. */
function knownMargin(total) {
  const share = valueOf(total, "known_cost_share");
  return total.net_amount > 0 && real(share) && share < 0.9995
    ? say("known_margin", { share: showShare(share) })
    : "";
}

const sameMonth = (a, b) => monthOf(a).join() === monthOf(b).join();
const showMonths = (from, to) =>
  sameMonth(from, to) ? showMonth(from) : `${showMonth(from)} – ${showMonth(to)}`;
