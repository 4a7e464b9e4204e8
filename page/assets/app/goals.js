// Goals with a deadline: where each stands, what a working day has to bring, and what made the gap to its baseline.

const GAP_PARTS = ["leads", "conversion", "ticket", "share", "unlinked", "numerator", "denominator"];

function drawGoals() {
  const table = TABLES.goals;
  if (!table?.size) {
    leaveOut("goals");
    return;
  }
  const rows = Array.from({ length: table.size }, (_, row) => row);
  const over = rows.filter((row) => table.deadline_day[row] < AS_OF);
  const running = rows.filter((row) => !over.includes(row));
  fill(
    "goals",
    sectionHead(say("goals"), say("goals_note")),
    running.length
      ? make("div.goals", {}, running.map((row) => goalCard(table, row)))
      : make("p.calm", {}, say("goals_none")),
    over.length
      ? make(
          "details",
          { id: "goals-over" },
          make("summary", {}, say("goals_over", { count: over.length })),
          make("div.goals", {}, over.map((row) => goalCard(table, row))),
        )
      : null,
  );
}

/** Values of a goal are hundredths of its metric's unit, of a share hundredths of a percent. */
function showGoal(metric, value) {
  if (!real(value)) return UNKNOWN();
  const unit = CATALOGUE[metric]?.unit;
  if (unit === "money") return showMoney(value);
  if (unit === "share") return showShare(value / 10000);
  return written(value % 100 ? "decimal" : "number", value / 100);
}

/** A difference of two values with its sign; of two shares in percentage points. */
const showSigned = (metric, value) =>
  CATALOGUE[metric]?.unit === "share" ? showPoints(value / 10000) : `${value > 0 ? "+" : ""}${showGoal(metric, value)}`;

const isRatio = (metric) => Boolean(CATALOGUE[metric]?.numerator);

function goalCard(table, row) {
  const metric = table.metric[row];
  const [fact, target] = [table.fact_amount[row], table.target_amount[row]];
  const unit = table.unit_type[row] === "company" ? say("alert_company") : table.unit_name[row];
  const about = [CATALOGUE[metric] ? metricName(metric) : metric, unit, table.owner_name[row]];
  return make(
    "article.goal",
    { "data-goal": table.goal[row], "data-raw": real(fact) ? fact : "unknown" },
    make("h3", {}, goalTag(table, row), make("span.name", {}, table.goal[row])),
    make("p.note", {}, about.filter(Boolean).join(" · ")),
    goalBar(fact, target),
    make(
      "p",
      {},
      make(real(fact) ? "strong" : "strong.unknown", {}, showGoal(metric, fact)),
      " ",
      say(isRatio(metric) ? "goal_of_ratio" : "goal_of", { target: showGoal(metric, target), day: showDay(table.deadline_day[row]) }),
    ),
    goalAhead(table, row, metric),
    goalGap(table, row, metric),
  );
}

function goalTag(table, row) {
  const known = real(table.is_on_track[row]);
  const good = table.is_on_track[row] === 1;
  const over = table.deadline_day[row] < AS_OF;
  const word = !known ? "goal_unknown" : over ? (good ? "goal_reached" : "goal_missed") : good ? "goal_on_track" : "goal_late";
  return make(!known ? "span.tag.over" : `span.tag.${good ? "good" : "stop"}`, {}, say(word));
}

/** The fact on the way to the target. */
function goalBar(fact, target) {
  const width = real(fact) && target ? Math.min(Math.max(fact / target, 0), 1) * 100 : 0;
  const line = real(fact) ? make("span.done.ahead", { style: { width: `${width}%` } }) : make("span.hatched");
  return make("div.bar", { "aria-hidden": "true" }, line);
}

/** What is left to do, and where the present pace leads. */
function goalAhead(table, row, metric) {
  if (table.deadline_day[row] < AS_OF) return null;
  if (isRatio(metric)) return make("p.note", {}, say("goal_ratio"));
  const [needed, forecast] = [table.needed_amount[row], table.forecast_amount[row]];
  const words = [
    needed > 0 ? say("goal_needed", { needed: showGoal(metric, needed), count: table.days_left[row] }) : null,
    needed === 0 ? say("goal_done") : null,
    real(forecast) ? say("goal_forecast", { forecast: showGoal(metric, forecast) }) : null,
  ];
  return make("p.note", {}, words.filter(Boolean).join(" "));
}

/** What a part of the gap comes by: above and below the line of a ratio by the names of what stands there. */
function gapName(metric, part) {
  const standing = CATALOGUE[metric]?.[part];
  if (standing) return say("gap_by_metric", { metric: metricName(standing) });
  return say(metric === "margin_amount" && part === "unlinked" ? "gap_unlinked_margin" : `gap_${part}`);
}

/** The gap to the baseline, of a sum of as many working days; its parts add up to it, to the kopeck. */
function goalGap(table, row, metric) {
  const gap = table.gap_amount[row];
  if (!real(gap)) return null;
  const parts = GAP_PARTS.map((part) => [part, table[`gap_by_${part}_amount`][row]]).filter(([, value]) => real(value));
  const told = say(isRatio(metric) ? "goal_gap_ratio" : "goal_gap", { gap: showSigned(metric, gap), base: showGoal(metric, table.baseline_amount[row]) });
  if (!parts.length) return make("p.note", {}, told);
  const most = Math.max(1, ...parts.map(([, value]) => Math.abs(value)));
  return make(
    "details",
    { id: `goal-${row}` },
    make("summary", {}, told),
    make("table.reasons", {}, make("tbody", {}, parts.map(([part, value]) => gapRow(gapName(metric, part), value, most, metric)))),
  );
}

function gapRow(name, value, most, metric) {
  const bar = make(`span.step${value < 0 ? ".less" : ""}`, { style: { width: `${(Math.abs(value) / most) * 100}%` } });
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, name),
    make("td.wide", {}, make("div.track", {}, bar)),
    numberCell(showSigned(metric, value), value),
  );
}
