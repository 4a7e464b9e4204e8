// What each channel is credited with, by the model that the reader chose: every model shares out the same wins and money.

const MODELS = ["last_non_direct", "first", "linear", "position"];
const modelsInUse = () => {
  const known = TABLES.attribution ? DATA.labels.model : [];
  return [...MODELS.filter((name) => known.includes(name)), ...known.filter((name) => !MODELS.includes(name))];
};
const showCredit = (value) => (real(value) ? written("decimal", value) : UNKNOWN());

function drawAttribution() {
  const table = TABLES.attribution;
  const names = modelsInUse();
  if (!table || !names.length) {
    leaveOut("attribution");
    return;
  }
  const model = names.includes(state.model) ? state.model : names[0];
  const options = names.map((name) => [name, MODELS.includes(name) ? say(`model_${name}`) : name]);
  const { rows, total } = credited(table, DATA.labels.model.indexOf(model));
  const columns = [
    { id: "name", title: say("channel"), cell: (one) => one.name },
    { id: "cost", title: say("channel_spend"), number: true, cell: (one) => moneyOf(one.cost) },
    { id: "credit", title: say("credit"), number: true, cell: (one) => ({ raw: one.credit, text: one.credit === 0 ? "–" : showCredit(one.credit) }) },
    { id: "booked", title: say("credit_booked"), number: true, cell: (one) => moneyOf(one.booked) },
    { id: "paid", title: say("channel_paid"), number: true, cell: (one) => moneyOf(one.paid) },
  ];
  const foot = Object.fromEntries(columns.map(({ id, cell }) => [id, cell({ ...total, name: say("all_rows") })]));
  const whole = state.unit === null && state.person === null && state.pipeline === null;
  fill(
    "attribution",
    sectionHead(
      say("attribution"),
      say("attribution_note", { months: showMonths(...monthsOfPeriod()) }),
      choice(say("attribution"), options, model, (name) => change({ model: name })),
    ),
    rows.length ? listTable(say("attribution"), "channels", columns, rows, foot) : make("p.calm", {}, say("attribution_none")),
    make("p.note", {}, say(`model_how_${MODELS.includes(model) ? model : "other"}`)),
    whole ? null : absent(say("attribution_not_split")),
  );
}

const CREDITED = ["cost", "credit", "booked", "paid"];

/** Channels with their sums over the months of the period; one unknown month makes a sum unknown. */
function credited(table, model) {
  const sources = { cost: table.cost_amount, credit: table.credit, booked: table.booked_amount, paid: table.paid_amount };
  const empty = (name) => ({ name, ...Object.fromEntries(CREDITED.map((part) => [part, 0])) });
  const channels = new Map();
  const total = empty("");
  for (const row of performanceRows(table)) {
    if (table.model[row] !== model) continue;
    const channel = table.channel[row];
    if (!channels.has(channel)) channels.set(channel, empty(nameOf(DATA.channels[channel])));
    for (const one of [total, channels.get(channel)])
      for (const part of CREDITED) {
        const value = sources[part][row];
        one[part] = one[part] === null || value === null ? null : one[part] + value;
      }
  }
  const rows = [...channels.values()].filter((one) => CREDITED.some((part) => one[part] !== 0));
  return { rows: rows.sort((a, b) => (b.paid ?? 0) - (a.paid ?? 0) || (b.cost ?? 0) - (a.cost ?? 0)), total };
}
