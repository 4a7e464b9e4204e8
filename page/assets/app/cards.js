// The first tier: value, plan, fulfilment, and the trend against as many working days before.

const CARDS = [
  { id: "revenue_paid", metric: "revenue_paid_amount" },
  { id: "revenue_booked", metric: "revenue_booked_amount" },
  { id: "deals_won", metric: "deals_won_count" },
  { id: "clean_leads", metric: "clean_leads_count" },
  { id: "conversion", metric: "conversion_period", family: "sales" },
  { id: "average_ticket", metric: "average_ticket_amount", family: "money" },
  {
    id: "response",
    metric: "response_minutes_median",
    family: "calls",
    only: () => DATA.connected.telephony,
  },
];
const SHOW_UNIT = { money: showMoney, share: showShare, minutes: showMinutes, count: showCount };

function drawCards(current) {
  const cards = CARDS.filter((card) => !card.only || card.only()).map((card) => {
    const family = card.family ?? familyOf(card.metric);
    const [from, to] = toldSpan(period(), family);
    const read = (one) => valueOf(one, card.metric);
    const known = knows(family, from, to);
    const value = known ? read(current(from, to).total) : null;
    const show = SHOW_UNIT[CATALOGUE[card.metric].unit];
    return drawCard(card, { family, from, to, read, value, show, known });
  });
  const room = document.getElementById("cards").style;
  room.setProperty("--count", cards.length);
  room.setProperty("--letters", Math.max(1, ...shownValues(cards).map((text) => text.length)));
  fill("cards", cards);
}

/** All values of a row are as large as the longest of them allows. */
const shownValues = (cards) =>
  cards.flatMap((one) => [...one.querySelectorAll(".value:not(.unknown)")]).map((one) => one.textContent);

function drawCard(card, found) {
  const { value, show, family, to } = found;
  const plan = CATALOGUE[card.metric].is_planned
    ? planOf(card.metric, filters(), period().from, period().to)
    : null;
  const last = lastDay(family);
  const late = last !== null && last < Math.min(period().to, YESTERDAY);
  return make(
    "article.card",
    { id: `card-${card.id}`, "data-raw": real(value) ? value : "unknown" },
    make("h3", {}, metricName(card.metric)),
    make(real(value) ? "p.value" : "p.value.unknown", {}, show(value)),
    plan ? progress(card, found, plan) : make("p.plan", {}, say(`how_${card.id}`)),
    trend(card, found),
    late ? make("p.late", {}, say("up_to", { day: showDay(to) })) : null,
    real(value) ? null : make("p.note", {}, whyUnknown(found)),
  );
}

function whyUnknown({ family, from, to, known }) {
  if (family === "money" && !DATA.connected.payments) return say("no_payments");
  if (!DATA.unknown[family])
    return say("never_published", { domain: say(`domain_${DATA.families[family]}`) });
  if (to < from) return say("not_begun");
  if (known) return say("nothing_to_divide");
  return say("days_missing", { count: missingDays(family, from, to) });
}

/** Plan, its fulfilment as a bar, and on the bar where an even pace would be. */
function progress(card, { value, show, from, to }, plan) {
  if (plan.value === null) return make("p.plan.none", {}, say(plan.why));
  const done = plan.value ? ((value ?? 0) * (isMoney(card.metric) ? 1 : 100)) / plan.value : null;
  const pace = plan.value && to >= from ? planOf(card.metric, filters(), from, to).value / plan.value : null;
  const shown = isMoney(card.metric) ? show(plan.value) : showCount(Math.round(plan.value / 100));
  const known = real(value) && real(done);
  const behind = known && real(pace) && done < pace;
  return make(
    "div.progress",
    { "data-plan": plan.value, "data-done": known ? done : "unknown" },
    make(
      "div.bar",
      {
        role: "img",
        "aria-label": known
          ? say("done_of_plan", { share: showShare(done), pace: showShare(pace) })
          : UNKNOWN(),
      },
      known
        ? make(`span.done.${behind ? "behind" : "ahead"}`, {
            style: { width: `${Math.min(Math.max(done, 0), 1) * 100}%` },
          })
        : make("span.hatched"),
      real(pace) && pace < 1 ? make("span.pace", { style: { left: `${pace * 100}%` } }) : null,
    ),
    known
      ? make(
          "p.plan",
          {},
          make("strong", { class: behind ? "down" : "up" }, showShare(done)),
          " ",
          say("of_plan", { plan: shown }),
        )
      : make("p.plan", {}, say("plan_is", { plan: shown })),
  );
}

function trend(card, { family, from, to, value, read }) {
  const earlier = comparison(period(), Math.min(to, lastDay(family) ?? -1));
  if (!earlier || !knows(family, ...earlier.span)) return make("p.trend.none", {}, say("no_trend"));
  const before = read(tally(earlier.span, filters()).total);
  const against = say("trend_against", { span: showShortSpan(...earlier.span) });
  const points = CATALOGUE[card.metric].unit === "share";
  const change = points
    ? real(value) && real(before)
      ? value - before
      : null
    : real(value) && before
      ? value / before - 1
      : null;
  if (!real(change)) return make("p.trend.none", {}, say("no_trend"));
  const way = change > 0.0005 ? "up" : change < -0.0005 ? "down" : "even";
  const mood = CATALOGUE[card.metric].direction === "lower" ? { up: "down", down: "up", even: "even" }[way] : way;
  const text = points ? showPoints(change) : showChange(change);
  return make(
    "p.trend",
    { "data-before": before, title: say("working_days", { count: earlier.count }) },
    make(
      `strong.${mood}`,
      {},
      make("span", { "aria-hidden": "true" }, { up: "▲ ", down: "▼ ", even: "" }[way]),
      text,
    ),
    " ",
    against,
  );
}

/** A difference of two shares, in percentage points. */
function showPoints(value) {
  const text = `${formats.decimal.format(Math.abs(value) * 100)}\u00a0${say("points")}`;
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text;
}

const showShortSpan = (from, to) =>
  formats.dayMonth.formatRange
    ? formats.dayMonth.formatRange(dateOf(from), dateOf(to)).replace(/\./g, "")
    : `${showDayMonth(from)} – ${showDayMonth(to)}`;
