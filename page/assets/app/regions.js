// What each region brought in the months of the period: the largest by receipts, all others as a line that adds up.

const OF_REGION = [
  { id: "clean", metric: "clean_leads_count", show: showCount },
  { id: "won", metric: "deals_won_count", show: showCount },
  { id: "conversion", metric: "conversion_period", show: showShare },
  { id: "booked", metric: "revenue_booked_amount", show: showMoney },
  { id: "paid", metric: "revenue_paid_amount", show: showMoney },
  { id: "margin", metric: "margin_amount", show: showMoney },
];
const REGION_SUMS = [
  ...OF_REGION.map((one) => one.metric).filter((metric) => isSum(metric)),
  "net_amount",
  "net_known_cost_amount",
];

function drawRegions() {
  const table = TABLES.regions;
  if (!table?.size) {
    leaveOut("regions");
    return;
  }
  const rows = performanceRows(table);
  const total = regionSums(table, rows, say("all_rows"));
  const groups = groupRows(rows, table.region);
  const named = [...groups]
    .filter(([region]) => region !== null)
    .map(([region, own]) => ({ own, ...regionSums(table, own, DATA.labels.region[region]) }))
    .sort((a, b) => byPaid({ one: a }, { one: b }) || (b.clean_leads_count ?? 0) - (a.clean_leads_count ?? 0));
  const rest = named.slice(LISTED).flatMap((one) => one.own);
  const lines = [
    ...named.slice(0, LISTED),
    rest.length ? regionSums(table, rest, say("regions_rest", { count: named.length - LISTED })) : null,
    groups.has(null) ? regionSums(table, groups.get(null), say("region_unknown")) : null,
  ].filter(Boolean);
  const columns = [
    { id: "name", title: say("region"), cell: (one) => one.name },
    ...OF_REGION.map((column) => ({ id: column.id, title: say(`region_${column.id}`), number: true, cell: (one) => regionCell(column, one) })),
  ];
  const foot = Object.fromEntries(columns.map(({ id, cell }) => [id, cell(total)]));
  const whole = state.unit === null && state.person === null && state.pipeline === null;
  fill(
    "regions",
    sectionHead(say("regions"), say("regions_note", { months: showMonths(...monthsOfPeriod()) })),
    lines.length
      ? folded("regions-lines", say("regions"), plainTable("channels", columns, lines, foot), say("by_regions"))
      : make("p.calm", {}, say("regions_none")),
    make("p.note", {}, [say("regions_how"), knownMargin(total)].join(" ")),
    whole ? null : absent(say("regions_not_split")),
  );
}

/** Sums over rows; one unknown part makes a sum unknown, and so is the margin of goods of which no cost is known. */
function regionSums(table, rows, name) {
  const add = (sum, value) => (sum === null || value === null ? null : sum + value);
  const sums = Object.fromEntries(
    REGION_SUMS.map((metric) => [metric, rows.reduce((sum, row) => add(sum, table[metric][row]), 0)]),
  );
  if (sums.net_amount && !sums.net_known_cost_amount) sums.margin_amount = null;
  return { name, ...sums };
}

/** Parts that are known and still give no number divide by zero: a dash. */
function regionCell({ metric, show }, one) {
  const value = valueOf(one, metric);
  if (value === 0 || (!real(value) && sumsOf(metric).length > 1 && sumsOf(metric).every((part) => real(one[part]))))
    return { raw: value, text: "–" };
  return { raw: value, text: show(value) };
}
