// Who owes and for how long: the ten largest debtors under the chosen filters, and all others as a line that adds up.

const BANDS = [1, 2, 3, 4, 5];

function drawDebtors() {
  const table = TABLES.debtors;
  if (!table || !real(DATA.newest.debtors)) {
    leaveOut("debtors");
    return;
  }
  const { top, rest, total } = debtsBy(table);
  const columns = [
    { id: "name", title: say("debtor"), cell: (one) => (one.people ? debtorName(one) : one.name) },
    ...BANDS.map((band) => ({
      id: `band_${band}`,
      title: say(`band_${band}`),
      number: true,
      cell: (one) => moneyOf(one[band]),
    })),
    { id: "all", title: say("debt"), number: true, cell: (one) => moneyOf(one.all) },
  ];
  const foot = Object.fromEntries(columns.map(({ id, cell }) => [id, cell({ ...total, name: say("all_rows") })]));
  fill(
    "debtors",
    sectionHead(say("debtors"), say("debtors_note", { day: showDay(DATA.newest.debtors) })),
    total.all
      ? folded(
          "debtors-lines",
          say("debtors"),
          plainTable("debts", columns, rest.all ? [...top, rest] : top, foot),
          say("by_debtors"),
        )
      : make("p.calm", {}, say("debtors_none")),
    state.pipeline === null ? null : absent(say("debtors_no_pipeline")),
  );
}

const noDebt = (name, people = null) => ({ name, people, all: 0, ...Object.fromEntries(BANDS.map((band) => [band, 0])) });

function debtsBy(table) {
  const customers = new Map();
  const [rest, total] = [noDebt(say("debtors_rest")), noDebt("")];
  const add = (one, row) => {
    one[table.band[row]] += table.debt_amount[row];
    one.all += table.debt_amount[row];
  };
  walk(table, null, filters(), (row) => {
    const customer = table.customer[row];
    add(total, row);
    if (customer === null) add(rest, row);
    else {
      const unnamed = table.is_known[row] ? "debtor_unnamed" : "debtor_unknown";
      if (!customers.has(customer)) customers.set(customer, noDebt(table.name[row] ?? say(unnamed), new Set()));
      customers.get(customer).people.add(personName(table.person[row]));
      add(customers.get(customer), row);
    }
  });
  const sorted = [...customers.values()].sort((a, b) => b.all - a.all);
  for (const one of sorted.slice(LISTED)) for (const part of ["all", ...BANDS]) rest[part] += one[part];
  return { top: sorted.slice(0, LISTED), rest, total };
}

/** Only companies have names here; whoever's orders are owed for stands below. */
function debtorName({ name, people }) {
  return [make("span.name", {}, name), make("small", {}, [...people].join(", "))];
}
