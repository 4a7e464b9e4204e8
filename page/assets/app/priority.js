// Whom to call first and why: the largest expected amounts among open deals or current customers.

const SUBJECTS = { deals: 0, customers: 1 };

function drawPriority() {
  const table = TABLES.priority;
  if (!table?.size) {
    leaveOut("priority");
    return;
  }
  const kind = state.priority;
  const { rows, total } = toCall(table, SUBJECTS[kind]);
  const columns = [
    { id: "name", title: say(`priority_${kind}_name`), cell: (row) => subjectName(table, row, kind) },
    { id: "amount", title: say(`priority_${kind}_amount`), number: true, cell: (row) => moneyOf(table.worth_amount[row]) },
    { id: "chance", title: say(`priority_${kind}_chance`), number: true, cell: (row) => ({ raw: table.chance[row], text: showWholeShare(table.chance[row] / 100) }) },
    { id: "score", title: say("priority_score"), number: true, cell: (row) => moneyOf(table.score_amount[row]) },
    { id: "why", title: say("priority_why"), cell: (row) => reasonsOf(table, row) },
  ];
  const options = Object.keys(SUBJECTS).map((name) => [name, say(`priority_${name}`)]);
  const last = DATA.publication.domains.customers?.last_day;
  fill(
    "priority",
    sectionHead(
      say("priority"),
      say("priority_note", { day: real(last) ? showDay(last + 1) : UNKNOWN() }),
      choice(say("priority"), options, kind, (name) => change({ priority: name })),
    ),
    rows.length ? firstLines("priority-next", say("priority"), ["channels.calls", columns], rows) : make("p.calm", {}, say(`priority_${kind}_none`)),
    make("p.note", { id: "priority-rest", "data-raw": total - rows.length }, restOf(kind, rows.length, total)),
    kind === "customers" && rows.length ? make("p.note", {}, say("priority_customers_how")) : null,
    kind === "customers" && state.pipeline !== null ? absent(say("priority_no_pipeline")) : null,
  );
}

/** The first under the filters, by the place that the mart gives them, and how many there are in all. */
function toCall(table, kind) {
  const told = [];
  let total = 0;
  const chosen = kind === SUBJECTS.customers ? { ...filters(), pipeline: null } : filters();
  walk(table, null, chosen, (row) => {
    if (table.is_customer[row] !== kind) return;
    total += table.subjects_count[row];
    if (table.rank[row] !== null) told.push(row);
  });
  return { rows: told.sort((a, b) => table.rank[a] - table.rank[b]).slice(0, DATA.priority_rows), total };
}

const restOf = (kind, shown, total) =>
  total > shown ? say(`priority_${kind}_rest`, { count: total - shown }) : say("priority_all");

/** Only companies have names here; the card tells who a person is. */
function subjectName(table, row, kind) {
  return [
    make("span.name", {}, cardLink(table.url[row], table.name[row] ?? say(`priority_${kind}_unnamed`))),
    make("small", {}, personName(table.person[row])),
  ];
}

/** Three reasons, each with by how many times it raises the expected amount over an average one. */
function reasonsOf(table, row) {
  const lines = [1, 2, 3]
    .map((number) => [table[`weight_${number}`][row], DATA.labels.why[table[`why_${number}_${language}`][row]], number === 3])
    .filter(([, text]) => text)
    .map(([weight, text, isMoney]) =>
      make("li", {}, make("b", {}, real(weight) ? `×${written("hundredths", weight)}` : ""), make("span", {}, isMoney ? amountWithin(text) : text)),
    );
  return make("ul.whys", { lang: language }, lines);
}

/** The amount in a sentence, written as amounts are. */
const amountWithin = (text) => text.replace(/\d{4,}/, (digits) => showMoney(Number(digits) * 100));
