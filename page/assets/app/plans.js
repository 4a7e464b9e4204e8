// Plans of months, spread over working days: to date of working day k of n = round(plan × k ÷ n), so that days add up.

const PLANS = (() => {
  const found = new Map();
  const table = TABLES.plans;
  for (let row = 0; table && row < table.size; row++) {
    found.set(
      planKey(table.metric[row], table.unit[row], table.person[row], table.month[row]),
      table.plan_amount[row],
    );
  }
  return found;
})();

function planKey(metric, unit, person, month) {
  return [metric, unit ?? "", person ?? "", month].join("|");
}

/** round(a × b ÷ c), half away from zero, exact for whole numbers. */
function share(a, b, c) {
  const [over, under] = [2 * a * b + c, 2 * c];
  let whole = Math.floor(over / under);
  while (whole * under > over) whole--;
  while ((whole + 1) * under <= over) whole++;
  return whole;
}

/** Whose plan the filters ask for, or why there can be none. */
function planOwner({ unit, person, pipeline }, from, to) {
  if (pipeline !== null) return { why: "plan_no_pipeline" };
  if (person === null) return { unit, person: null };
  const elsewhere = unit !== null && (unitOf(person, from) !== unit || unitOf(person, to) !== unit);
  return elsewhere ? { why: "plan_of_another_unit" } : { unit: null, person };
}

/** The plan of the days from `from` to `to` in hundredths: {value} or {value: null, why}. */
function planOf(metric, filters, from, to) {
  const owner = planOwner(filters, from, to);
  if (owner.why) return { value: null, why: owner.why };
  let total = 0;
  for (
    let month = firstOf(...monthOf(from));
    month <= to;
    month = firstOf(monthOf(month)[0], monthOf(month)[1] + 1)
  ) {
    const end = firstOf(monthOf(month)[0], monthOf(month)[1] + 1) - 1;
    if (!workingDays(Math.max(from, month), Math.min(to, end))) continue;
    const plan = PLANS.get(planKey(metric, owner.unit, owner.person, month));
    if (plan === undefined) return { value: null, why: "plan_missing" };
    const all = workingDays(month, end);
    const before = from > month ? share(plan, workingDays(month, from - 1), all) : 0;
    total += share(plan, workingDays(month, Math.min(to, end)), all) - before;
  }
  return { value: total };
}
