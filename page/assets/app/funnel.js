// The funnel: how far the leads of the period came, or which steps deals entered in it.

const FUNNEL_COLUMNS = {
  funnel_step: null,
  funnel_count: "wide",
  funnel_from_previous: "number",
  funnel_from_first: "number whole",
  funnel_standing: "number",
};

/** The steps that stages of the chosen pipelines (or of all used ones) are mapped to, and paid where money is known. */
function stepsInUse() {
  const chosen = DATA.pipelines.filter((_, index) =>
    state.pipeline === null ? USED_PIPELINES.has(index) : index === state.pipeline,
  );
  const used = new Set(chosen.flatMap((one) => one.steps ?? []));
  return STEPS.filter((step) => (step === PAID ? Boolean(TABLES.paid) : used.has(step)));
}

function drawFunnel(current) {
  const modes = [
    ["cohort", say("funnel_cohort")],
    ["reached", say("funnel_reached")],
  ];
  const head = sectionHead(
    say("funnel"),
    say(`funnel_${state.funnel}_note`),
    choice(say("funnel"), modes, state.funnel, (mode) => change({ funnel: mode })),
  );
  const [from, to] = toldSpan(period(), "sales");
  if (!knows("sales", from, to)) {
    fill(
      "funnel",
      head,
      make(
        "div.hatched.blank",
        { id: "funnel-rows" },
        make("p", {}, whyUnknown({ family: "sales", from, to })),
      ),
    );
    return;
  }
  const counts = current(from, to).total[state.funnel];
  const steps = stepsInUse();
  const rows = steps.map((step, place) => funnelRow(step, steps[place - 1], steps[0], counts));
  fill("funnel", head, make("table.funnel", {}, funnelHead(), make("tbody", { id: "funnel-rows" }, rows)));
}

function funnelHead() {
  const cells = Object.keys(FUNNEL_COLUMNS).map((name) =>
    make("th", { scope: "col", class: FUNNEL_COLUMNS[name] }, say(name)),
  );
  return make("thead", {}, make("tr", {}, cells));
}

function funnelRow(step, previous, first, counts) {
  const widest = Math.max(...Object.values(counts), 1);
  const count = counts[step];
  const whole = ratio(count, counts[first]);
  const conversion = previous ? ratio(count, counts[previous]) : null;
  const bar = count ? make("span.step", { style: { width: `${(count / widest) * 100}%` } }) : null;
  return make(
    "tr",
    { "data-step": step },
    make("th", { scope: "row" }, say(`step_${step}`)),
    make(
      "td.wide",
      { "data-raw": count },
      make("div.bars", {}, make("span.count", {}, showCount(count)), make("span.track", {}, bar)),
    ),
    previous ? numberCell(real(conversion) ? showShare(conversion) : "–", conversion) : make("td"),
    previous
      ? numberCell(real(whole) ? showShare(whole) : "–", whole, { class: "number whole" })
      : make("td.whole"),
    standingCell(step),
  );
}

/** Deals that stand in the step now, whatever the period. */
function standingCell(step) {
  const table = TABLES.standing;
  if (!table) return make("td.number.unknown", {}, UNKNOWN());
  let [count, amount] = [0, 0];
  walk(table, null, filters(), (row) => {
    if (DATA.labels.step[table.step[row]] !== step) return;
    count += table.deals_count[row];
    amount += table.standing_amount[row] ?? 0;
  });
  if (!count) return make("td.number", { "data-raw": 0 }, "–");
  return make(
    "td.number",
    { "data-raw": count, title: showMoney(amount) },
    showCount(count),
    make("small", {}, showShortMoney(amount)),
  );
}
