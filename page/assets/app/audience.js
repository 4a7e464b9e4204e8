// Who comes and who buys, by what customers tell of themselves; nobody stands in a group that is too small.

const ATTRIBUTES = ["sex", "birth_date", "family_status", "occupation", "industry"];
const NOT_SAID = ["small_groups", "unknown"];

function drawAudience() {
  const table = TABLES.audience;
  if (!table?.size) {
    leaveOut("audience");
    return;
  }
  const month = firstOf(...monthOf(Math.min(period().to, YESTERDAY)));
  const names = ATTRIBUTES.filter((name) => DATA.labels.attribute.includes(name));
  const attribute = names.includes(state.attribute) ? state.attribute : names[0];
  const chosen = DATA.labels.attribute.indexOf(attribute);
  const rows = Array.from({ length: table.size }, (_, row) => row)
    .filter((row) => table.month[row] === month && table.attribute[row] === chosen)
    .sort(byAnswer(table, attribute));
  const cell = (count, show) => (row) =>
    table.is_withheld[row] ? { raw: null, text: say("audience_hidden") } : show(count[row]);
  const columns = [
    { id: "name", title: say(`attribute_${attribute}`), cell: (row) => answerName(DATA.labels.answer[table.answer[row]], attribute) },
    { id: "customers", title: say("segment_customers"), number: true, cell: cell(table.customers_count, countOf) },
    { id: "leads", title: say("audience_leads"), number: true, cell: cell(table.inquiries_count, countOf) },
    { id: "won", title: say("audience_won"), number: true, cell: cell(table.won_count, countOf) },
    { id: "paid", title: say("audience_paid"), number: true, cell: cell(table.paid_amount, moneyOf) },
  ];
  const whole = state.unit === null && state.person === null && state.pipeline === null;
  fill(
    "audience",
    sectionHead(
      say("audience"),
      say("audience_note", { month: showMonth(month) }),
      choice(say("audience"), names.map((name) => [name, say(`attribute_${name}`)]), attribute, (name) => change({ attribute: name })),
    ),
    rows.length ? listTable(say("audience"), "channels", columns, rows) : make("p.calm", {}, say("audience_none")),
    make("p.note", { id: "audience-rule" }, say("audience_rule", { count: table.least_count[0] })),
    whole ? null : absent(say("audience_not_split")),
  );
}

/** Ages in their order, other answers by their number; what nobody said stands last. */
function byAnswer(table, attribute) {
  const answer = (row) => DATA.labels.answer[table.answer[row]];
  const said = (row) => NOT_SAID.indexOf(answer(row));
  const byNumber = (a, b) => (table.inquiries_count[b] ?? 0) - (table.inquiries_count[a] ?? 0);
  return (a, b) =>
    said(a) - said(b) ||
    (attribute === "birth_date" ? 0 : byNumber(a, b)) ||
    answer(a).localeCompare(answer(b), "en", { numeric: true });
}

function answerName(answer, attribute) {
  if (NOT_SAID.includes(answer)) return say(`audience_${answer}`);
  if (attribute === "birth_date") return answer.replace("-", "–");
  return answer.charAt(0).toLocaleUpperCase(LOCALES[language]) + answer.slice(1);
}
