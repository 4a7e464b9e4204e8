// Where leads come from, what they bring, and what they cost where an advertising source is connected.

function drawChannels() {
  const [sales, money] = [toldSpan(period(), "sales"), toldSpan(period(), "money")];
  const known = { sales: knows("sales", ...sales), money: knows("money", ...money) };
  const rows = channelSums(sales, money).sort((a, b) => b.paid - a.paid || b.clean - a.clean);
  const total = rows.reduce((sum, one) => addChannel(sum, one), emptyChannel());
  const columns = [
    { id: "clean", family: "sales", show: showCount, value: (one) => one.clean },
    { id: "junk", family: "sales", show: showShare, value: (one) => ratio(one.leads - one.clean, one.leads) },
    { id: "won", family: "sales", show: showCount, value: (one) => one.won },
    { id: "conversion", family: "sales", show: showShare, value: (one) => ratio(one.won, one.clean) },
    { id: "paid", family: "money", show: showMoney, value: (one) => one.paid },
    { id: "share", family: "money", show: showShare, value: (one) => ratio(one.paid, total.paid) },
  ];
  const head = [make("th", { scope: "col" }, say("channel")), ...columns.map(({ id }) => make("th.number", { scope: "col" }, say(`channel_${id}`)))];
  const most = Math.max(...rows.map((one) => one.paid), 1);
  const draw = (name, one, key) =>
    make(
      "tr",
      { "data-channel": key },
      make("th", { scope: "row" }, name),
      columns.map(({ id, family, show, value }) => {
        const found = known[family] ? value(one) : null;
        const cell = numberCell(real(found) ? show(found) : known[family] ? "–" : UNKNOWN(), found, { "data-column": id, "data-label": say(`channel_${id}`) });
        if (id === "paid" && key !== "all" && real(found)) cell.prepend(make("span.share", { style: { width: `${Math.max(0, found / most) * 100}%` } }));
        return cell;
      }),
    );
  fill(
    "channels",
    sectionHead(say("channels"), null),
    make("div.scroll", { tabindex: "0", role: "region", "aria-label": say("channels") }, make("table.channels", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows.map((one) => draw(nameOf(DATA.channels[one.channel]), one, one.channel))), make("tfoot", {}, draw(say("all_rows"), total, "all")))),
    absent(say("no_advertising")),
  );
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
