// Plan and fact day by day: above, both added up since the start of the period; below, each day.

const LONGEST_DAILY = 92;

function drawPaceFrame() {
  const options = PLANNED.map((name) => [name, metricName(name)]);
  fill(
    "pace",
    sectionHead(
      say("pace"),
      null,
      select("metric", say("metric"), options, state.metric, (value) => change({ metric: value })),
    ),
    make("p.legend", { id: "pace-legend" }),
    make("div.chart", { id: "pace-chart" }),
    make("p.note", { id: "pace-note" }),
  );
  const told = paceOf();
  fill("pace-legend", paceLegend(told));
  fill("pace-note", paceWords(told));
  document.getElementById("pace-chart").dataset.raw = JSON.stringify(told.facts);
}

function paceLegend(told) {
  const item = (kind, text) => make("span.item", {}, make(`i.${kind}`, { "aria-hidden": "true" }), text);
  return [
    item("fact", say("fact")),
    told.plans ? item("plan", say("pace_line")) : null,
    told.forecast !== null ? item("forecast", say("forecast")) : null,
    told.facts.slice(0, told.lastPlace + 1).some((one) => one === null)
      ? item("hatched", say("unknown"))
      : null,
  ];
}

/** Facts and plans of the period by day, and what they add up to; null where unknown, also for every sum after it. */
function paceOf() {
  const { from, to, kind } = period();
  const metric = state.metric;
  const family = familyOf(metric);
  const scale = isMoney(metric) ? 1 : 100;
  const facts = daily(metric, [from, to], filters()).map((one) => (one === null ? null : one * scale));
  const wanted = planOf(metric, filters(), from, to);
  const plans =
    wanted.value === null
      ? null
      : facts.map((_, place) => planOf(metric, filters(), from + place, from + place).value);
  const lastPlace = Math.min(to, lastDay(family) ?? -1) - from;
  const sums = addUp(facts);
  const passed = workingDays(from, from + lastPlace);
  const done = lastPlace >= 0 ? sums[Math.min(lastPlace, sums.length - 1)] : null;
  const runs = kind === "month" && lastPlace < to - from && passed && done !== null;
  return {
    from,
    to,
    facts,
    plans,
    lastPlace,
    sums,
    planSums: plans && addUp(plans),
    why: wanted.why,
    scale,
    done,
    forecast: runs ? (done / passed) * workingDays(from, to) : null,
  };
}

function addUp(values) {
  let sum = 0;
  return values.map((value) => (sum = sum === null || value === null ? null : sum + value));
}

function paceWords(told) {
  if (told.lastPlace < 0) return say("not_begun");
  const show = isMoney(state.metric) ? showMoney : (value) => showCount(Math.round(value / 100));
  const lines = [];
  if (told.plans && told.done !== null) {
    const plan = told.planSums[Math.min(told.lastPlace, told.planSums.length - 1)];
    const gap = told.done - plan;
    lines.push(
      say(gap >= 0 ? "ahead_of_pace" : "behind_pace", {
        gap: show(Math.abs(gap)),
        day: showDay(Math.min(told.to, told.from + told.lastPlace)),
      }),
    );
  }
  if (told.forecast !== null) lines.push(say("forecast_is", { forecast: show(told.forecast) }));
  if (!told.plans) lines.push(say(told.why));
  return lines.join(" ");
}

function drawPaceChart() {
  const told = paceOf();
  const long = told.to - told.from >= LONGEST_DAILY;
  const points = long ? byMonth(told) : told;
  const labels = points.facts.map((_, place) =>
    long ? showMonth(points.days[place]) : showDay(told.from + place),
  );
  const money = isMoney(state.metric);
  const show = money
    ? showMoney
    : (value) => (real(value) ? formats.decimal.format(value / 100).replace(/[.,]0$/, "") : UNKNOWN());
  const short = (value) => (money ? formats.short.format(value / 100) : formats.compact.format(value / 100));
  draw(
    "pace-chart",
    paceOption(points, labels, { show, short, long }),
    `${say("pace")}: ${metricName(state.metric)}. ${paceWords(told)}`,
  );
}

/** Months in the place of days, for long periods: sums of the bars, ends of the lines. */
function byMonth(told) {
  const months = {
    days: [],
    facts: [],
    plans: told.plans && [],
    sums: [],
    planSums: told.plans && [],
    lastPlace: -1,
    forecast: null,
  };
  told.facts.forEach((fact, place) => {
    const day = told.from + place;
    const first = firstOf(...monthOf(day));
    if (months.days.at(-1) !== first) {
      months.days.push(first);
      months.facts.push(0);
      months.sums.push(null);
      if (months.plans) {
        months.plans.push(0);
        months.planSums.push(0);
      }
    }
    const last = months.days.length - 1;
    if (place <= told.lastPlace) {
      months.lastPlace = last;
      months.facts[last] = months.facts[last] === null || fact === null ? null : months.facts[last] + fact;
      months.sums[last] = told.sums[place];
    } else if (months.lastPlace < last) months.facts[last] = null;
    if (months.plans) {
      months.plans[last] += told.plans[place];
      months.planSums[last] = told.planSums[place];
    }
  });
  return months;
}

function paceOption(points, labels, { show, short, long }) {
  const tick = long
    ? (_, place) => formats.shortMonth.format(dateOf(points.days[place]))
    : (_, place) => formats.dayOnly.format(dateOf(period().from + place));
  const category = (grid, visible) => ({
    ...axes(),
    type: "category",
    data: labels,
    gridIndex: grid,
    splitLine: { show: false },
    axisLabel: { ...axes().axisLabel, show: visible, formatter: tick },
  });
  const value = (grid, count) => ({
    ...axes(),
    type: "value",
    gridIndex: grid,
    splitNumber: count,
    axisLine: { show: false },
    axisLabel: { ...axes().axisLabel, formatter: short },
  });
  const whole = (grid) => ({ type: "value", gridIndex: grid, show: false, min: 0, max: 1 });
  const hidden = (grid) => ({ type: "category", data: labels, gridIndex: grid, show: false });
  return {
    grid: [
      { left: 76, right: 16, top: 12, bottom: "42%", ...FIXED },
      { left: 76, right: 16, top: "66%", bottom: 24, ...FIXED },
    ],
    xAxis: [category(0, false), category(1, true), hidden(0), hidden(1)],
    yAxis: [value(0, 4), value(1, 2), whole(0), whole(1)],
    tooltip: tooltip((params) => paceTip(points, labels, params[0].dataIndex, show)),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    series: paceSeries(points),
  };
}

/** A hatched column as high as the chart for every day that is not known. */
function unknownDays(unknown) {
  const column = {
    type: "bar",
    name: "unknown",
    data: unknown,
    silent: true,
    barWidth: "100%",
    itemStyle: { color: hatch() },
  };
  return [0, 1].map((grid) => ({ ...column, xAxisIndex: grid + 2, yAxisIndex: grid + 2 }));
}

function paceTip(points, labels, place, show) {
  const after = place > points.lastPlace;
  const lines = [];
  if (!after) lines.push([say("fact_day"), show(points.facts[place])]);
  if (points.plans) lines.push([say("plan_day"), show(points.plans[place])]);
  if (!after) lines.push([say("fact_sum"), show(points.sums[place])]);
  if (points.plans) lines.push([say("plan_sum"), show(points.planSums[place])]);
  return tooltipText(labels[place], lines);
}

function paceSeries(points) {
  const line = { type: "line", symbol: "none", xAxisIndex: 0, yAxisIndex: 0 };
  const unknown = points.facts.map((fact, place) => (fact === null && place <= points.lastPlace ? 1 : null));
  const series = [
    {
      ...line,
      name: "fact",
      data: points.sums.map((sum, place) => (place > points.lastPlace ? null : sum)),
      lineStyle: { color: color("accent"), width: 2.5 },
      areaStyle: { color: color("accent"), opacity: 0.12 },
      showSymbol: points.lastPlace === 0,
      symbol: points.lastPlace === 0 ? "circle" : "none",
      itemStyle: { color: color("accent") },
    },
    {
      type: "bar",
      name: "day",
      xAxisIndex: 1,
      yAxisIndex: 1,
      data: points.facts.map((fact, place) => (place > points.lastPlace ? null : fact)),
      itemStyle: { color: color("accent") },
      barMaxWidth: 22,
      barCategoryGap: "25%",
    },
  ];
  if (points.plans) {
    series.push({
      ...line,
      name: "pace",
      data: points.planSums,
      lineStyle: { color: color("muted"), width: 1.5, type: [5, 4] },
    });
    series.push({
      ...line,
      name: "plan",
      step: "middle",
      xAxisIndex: 1,
      yAxisIndex: 1,
      data: points.plans,
      lineStyle: { color: color("muted"), width: 1.2, type: [5, 4] },
    });
  }
  if (points.forecast !== null) {
    const last = points.facts.length - 1;
    const ends = points.facts.map((_, place) =>
      place === points.lastPlace ? points.done : place === last ? points.forecast : null,
    );
    series.push({
      ...line,
      name: "forecast",
      data: ends,
      connectNulls: true,
      lineStyle: { color: color("accent"), width: 1.5, type: [2, 3] },
    });
  }
  return unknown.includes(1) ? [...series, ...unknownDays(unknown)] : series;
}
