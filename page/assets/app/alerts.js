// What left its plan or its history on the newest day, as the mart of alerts says; what goes on is only counted.

const FEW_ALERTS = 6;

function drawAlerts() {
  const table = TABLES.alerts;
  if (!table || !real(DATA.newest.alerts)) {
    leaveOut("alerts");
    return;
  }
  const rows = Array.from({ length: table.size }, (_, row) => row);
  const told = rows.filter((row) => table.state[row] !== "going_on");
  const lasting = rows.length - told.length;
  const rest = told.slice(FEW_ALERTS);
  fill(
    "alerts",
    sectionHead(say("alerts"), say("alerts_note", { day: showDay(DATA.newest.alerts) })),
    told.length
      ? make("ul.alerts", { "data-raw": told.length }, told.slice(0, FEW_ALERTS).map(alertLine))
      : make("p.calm", {}, say("alerts_none")),
    rest.length
      ? make(
          "details",
          { id: "alerts-rest" },
          make("summary", {}, say("alerts_rest", { count: rest.length })),
          make("ul.alerts", {}, rest.map(alertLine)),
        )
      : null,
    lasting ? make("p.note", { id: "alerts-lasting", "data-raw": lasting }, say("alerts_lasting", { count: lasting })) : null,
  );
}

function alertLine(row) {
  const table = TABLES.alerts;
  const [state, way, rule] = [table.state[row], table.way[row], DATA.labels.rule[table.rule[row]]];
  const known = CATALOGUE[table.metric[row]];
  const over = state === "over";
  const good = known && known.direction !== "none" && (known.direction === "higher") === (way === "above");
  const unit = table.unit_type[row] === "company" ? say("alert_company") : table.unit_name[row];
  const value = table.measured_in[row] === "money" ? showMoney : (told) => showCount(Math.round(told / 100));
  return make(
    "li",
    { "data-state": state },
    make(over ? "span.tag.over" : `span.tag.${good ? "good" : "stop"}`, {}, say(`alert_${state}`)),
    make("strong", {}, known ? metricName(table.metric[row]) : table.name[row]),
    ` · ${unit} — `,
    make("span", { "aria-hidden": "true" }, over ? "" : way === "above" ? "▲ " : "▼ "),
    say(over ? `alert_over_${rule}` : `alert_${rule}_${way}`, {
      told: value(table.told[row]),
      expected: value(table.expected[row]),
    }),
  );
}
