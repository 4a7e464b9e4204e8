// The periods a reader can choose, and the earlier one that a period is compared with.

const YESTERDAY = AS_OF - 1;
const ENOUGH_WORKING_DAYS = 5;

/** The first day of any fact: before it there is nothing to compare with. */
const BEGINNING = Math.min(
  ...Object.values(TABLES)
    .filter((table) => table.day && table.size && table !== TABLES.due)
    .map((table) => table.day[0]),
  YESTERDAY,
);

/** Days since Monday. */
const weekdayOf = (day) => (dateOf(day).getUTCDay() + 6) % 7;

/** Name → {from, to, kind}; `to` may lie ahead, so that a plan is the whole month's. */
const PERIODS = (() => {
  const [year, month] = monthOf(YESTERDAY);
  const end = firstOf(year, month + 1) - 1;
  const quarter = month - (month % 3);
  const start = Math.max(BEGINNING, 0);
  const monday = YESTERDAY - weekdayOf(YESTERDAY);
  return {
    yesterday: { from: YESTERDAY, to: YESTERDAY, kind: "days" },
    week: { from: monday, to: monday + 6, kind: "week" },
    month: { from: firstOf(year, month), to: end, kind: "month" },
    month_before: { from: firstOf(year, month - 1), to: firstOf(year, month) - 1, kind: "month" },
    quarter: { from: firstOf(year, quarter), to: end, kind: "quarter" },
    days_30: { from: YESTERDAY - 29, to: YESTERDAY, kind: "days" },
    year: { from: Math.max(firstOf(year, 0), 0), to: end, kind: "year" },
    all: { from: firstOf(...monthOf(start)), to: end, kind: "all" },
  };
})();

/**
 * What two dates make: a whole week, month, quarter or year, or one up to yesterday, is compared as one however it was
 * chosen; one day is compared with the working day before.
 */
function kindOf(from, to) {
  if (from === to) return "days";
  if (!weekdayOf(from) && to <= from + 6 && to >= Math.min(from + 6, YESTERDAY)) return "week";
  const [year, month] = monthOf(from);
  const spans = [
    ["month", month, month + 1],
    ["quarter", month - (month % 3), month - (month % 3) + 3],
    ["year", 0, 12],
  ];
  const found = spans.find(([, first, next]) => {
    const end = firstOf(year, next) - 1;
    return from === firstOf(year, first) && to <= end && to >= Math.min(end, YESTERDAY);
  });
  return found ? found[0] : "days";
}

/** The month of yesterday, or the one before it while this one has hardly begun. */
function firstPeriod() {
  const { from } = PERIODS.month;
  const young = workingDays(from, YESTERDAY) < ENOUGH_WORKING_DAYS;
  return young && PERIODS.month_before.from >= 0 && PERIODS.month_before.to >= BEGINNING
    ? "month_before"
    : "month";
}

function namePeriod(name) {
  const { from } = PERIODS[name];
  if (name === "month" || name === "month_before") return showMonth(from);
  if (name === "quarter")
    return say("period_quarter", { quarter: String(Math.floor(monthOf(from)[1] / 3) + 1) });
  if (name === "year") return say("period_year", { year: String(monthOf(PERIODS.month.from)[0]) });
  return say(`period_${name}`);
}

/**
 * The earlier days that hold as many working days as the period has had by `last`: from the start of the week, month,
 * quarter or year before; for other periods, the days right before it. null where there are none.
 */
function comparison(period, last) {
  const count = workingDays(period.from, Math.min(period.to, last));
  if (!count || period.kind === "all") return null;
  const months = { month: 1, quarter: 3, year: 12 }[period.kind];
  const [year, month] = monthOf(period.from);
  const start = period.kind === "week" ? period.from - 7 : months && firstOf(year, month - months);
  const span = start === undefined ? spanBefore(period.from, count) : spanAfter(start, period.from, count);
  return span && span[0] >= Math.max(BEGINNING, 0) ? { span, count } : null;
}

function spanAfter(start, from, count) {
  let left = count;
  let day = start - 1;
  while (left && day < from - 1) if (isWorking(++day)) left--;
  return [start, day];
}

function spanBefore(from, count) {
  let left = count;
  let day = from;
  while (left && day > 0) if (isWorking(--day)) left--;
  return left ? null : [day, from - 1];
}
