// What was no lead at all, and why deals were lost.

const OF_JUNK = [{ id: "junk", metric: "junk_leads_count", table: "junk", family: "sales" }];
const OF_LOST = [{ id: "lost", metric: "deals_lost_count", table: "lost", family: "sales" }];
const JUNK = ["duplicate", "spam", "wrong_number", "test", "other"];

function drawReasons() {
  drawReason("junk", OF_JUNK, say("junk_note"), (label) => (JUNK.includes(label) ? say(`junk_${label}`) : label));
  drawReason("lost", OF_LOST, say("lost_note"), (label) => label);
}

/** A bar per reason, the most frequent first; what has no reason is a line of its own. */
function drawReason(id, [column], note, nameOfLabel) {
  const label = id === "junk" ? "junk" : "reason";
  if (!TABLES[id]) {
    leaveOut(id);
    return;
  }
  const [from, to] = toldSpan(period(), "sales");
  const head = sectionHead(say(id), note);
  if (!knows("sales", from, to)) {
    fill(id, head, make("div.hatched.blank", {}, make("p", {}, whyUnknown({ family: "sales", from, to }))));
    return;
  }
  const { groups, total } = sumsBy([column], (table, row) => table[label][row]);
  const rows = [...groups]
    .map(([key, one]) => ({
      name: key === null ? say("reason_none") : nameOfLabel(DATA.labels[label][key]),
      count: one[column.metric],
    }))
    .sort((a, b) => b.count - a.count);
  const most = Math.max(1, ...rows.map((one) => one.count));
  fill(
    id,
    head,
    rows.length
      ? make("table.reasons", {}, make("tbody", {}, rows.map((row) => reasonRow(row, most))), make("tfoot", {}, reasonRow({ name: say("all_rows"), count: total[column.metric] })))
      : make("p.calm", {}, say("reasons_none")),
  );
}

function reasonRow({ name, count }, most) {
  const bar = most ? make("span.step", { style: { width: `${(count / most) * 100}%` } }) : "";
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, name),
    make("td.wide", {}, make("div.track", {}, bar)),
    numberCell(showCount(count), count),
  );
}
