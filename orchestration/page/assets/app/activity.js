// The last day: what everybody did on it. Calls and answers join in where their sources are connected.

const MEASURES = ["leads", "contracts", "won", "paid"];

function activityColumns() {
  return [];
}

function activityOf() {
  return {};
}

function sourcesMissing() {
  return [say("no_telephony")];
}

function drawActivity() {
  const last = Math.max(lastDay("sales") ?? -1, lastDay("money") ?? -1);
  if (last < 0) {
    fill("activity", sectionHead(say("activity")), absent(say("activity_absent")));
    return;
  }
  const day = Math.min(state.day ?? last, last);
  const { total, people } = tally([day, day], filters());
  const known = { sales: !isMissing("sales", day), money: !isMissing("money", day) };
  const value = (one, name) => (known[name === "paid" ? "money" : "sales"] ? one[name] : null);
  const head = ["name", ...MEASURES].map((name) => make(name === "name" ? "th" : "th.number", { scope: "col" }, say(name === "name" ? "column_name" : `activity_${name}`)));
  const rows = [...people].filter(([, one]) => MEASURES.some((name) => one[name])).sort((a, b) => b[1].paid - a[1].paid || b[1].leads - a[1].leads);
  const row = (name, one, person) =>
    make("tr", { "data-person": person }, make("th", { scope: "row" }, name), MEASURES.map((measure) => activityCell(measure, value(one, measure))));
  fill(
    "activity",
    sectionHead(say("activity"), `${formats.longWeekday.format(dateOf(day))}, ${showDay(day)}${isWorking(day) ? "" : `, ${say("day_off")}`}`, dayStepper(day, last)),
    make("div.scroll", { tabindex: "0", role: "region", "aria-label": say("activity") }, make("table.acts", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows.map(([person, one]) => row(personName(person), one, person))), make("tfoot", {}, row(say("all_rows"), total, "all")))),
    make("p.absent", {}, say("no_telephony")),
  );
}

function activityCell(measure, value) {
  const show = measure === "paid" ? showMoney : showCount;
  return numberCell(value === 0 ? "–" : show(value), value, { "data-column": measure, "data-label": say(`activity_${measure}`) });
}

function dayStepper(day, last) {
  const step = (to, label, text) => make("button", { type: "button", "aria-label": label, disabled: to > last || to < BEGINNING, onclick: () => change({ day: to }) }, text);
  return make("div.choice.stepper", { role: "group", "aria-label": say("activity") }, step(day - 1, say("day_before"), "‹"), step(day + 1, say("day_after"), "›"));
}
