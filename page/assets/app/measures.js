// Sums under the chosen filters; every ratio is a quotient of such sums, never an average of ratios.

/** The table in which a metric that may be planned lies, in a column of its name. */
const TABLE_OF = {
  revenue_paid_amount: "paid",
  revenue_booked_amount: "won",
  deals_won_count: "won",
  contracts_count: "contracts",
  clean_leads_count: "leads",
  leads_count: "leads",
  flats_sold_count: "won",
  properties_sold_count: "won",
  visits_made_count: "visits",
};
/** The families of facts by which metrics are known; what is not named here is known as sales are. */
const FAMILY_OF = {
  revenue_paid_amount: "money",
  flats_sold_count: "sold",
  properties_sold_count: "sold",
  visits_made_count: "visits",
};
const familyOf = (metric) => FAMILY_OF[metric] ?? "sales";
const isMoney = (metric) => CATALOGUE[metric].unit === "money";

/** What some company has and another has not: it is offered where a plan or a fact of it is told. */
const IS_RARE = ["flats_sold_count", "properties_sold_count", "visits_made_count"];
const isTold = (metric) =>
  TABLES[TABLE_OF[metric]]?.[metric].some(real) || (TABLES.plans?.metric ?? []).includes(metric);

/** The metrics that may be planned, by the catalogue, the money first. */
const PLANNED = Object.keys(CATALOGUE)
  .filter((metric) => CATALOGUE[metric].is_planned && (!IS_RARE.includes(metric) || isTold(metric)))
  .sort((a, b) => isMoney(b) - isMoney(a));
/** The sums of a tally that are plain columns. */
const TALLIED = [
  ...["revenue_paid_amount", "revenue_booked_amount", "revenue_linked_amount", "deals_won_count"],
  ...["contracts_count", "clean_leads_count", "leads_count", "leads_waiting_count"],
];

/** The metric's name and definition in the reader's language. */
const metricName = (metric) => CATALOGUE[metric][language];
const metricHow = (metric) => CATALOGUE[metric][`how_${language}`];

/** The step that payments tell, never a stage. */
const PAID = "paid";
/** The steps of the funnel in their order, as the shelf has them; the last one is the payment. */
const STEPS = DATA.steps.map((one) => one.step);
const perStep = () => Object.fromEntries(STEPS.map((step) => [step, 0]));
/** What is counted of conversations, by day and employee. */
const CALLS = ["calls_in_count", "calls_out_count", "calls_missed_count"];

/** Sums by the names of the catalogue; what cannot be added up is kept in parts. */
class Tally {
  constructor() {
    for (const metric of [...TALLIED, ...CALLS]) this[metric] = 0;
    this.cohort = perStep();
    this.reached = perStep();
    this.deals = new Set();
    this.unsettled = 0;
    this.answers = [];
  }

  get paying_deals_count() {
    return this.deals.size;
  }

  get response_minutes_median() {
    return this.unsettled ? null : median(this.answers);
  }
}

/** A metric of whatever holds its parts by name: ratios and sums of metrics are made as the catalogue says. */
function valueOf(one, metric) {
  const { numerator, denominator, terms } = CATALOGUE[metric];
  if (numerator) return ratio(valueOf(one, numerator), valueOf(one, denominator));
  if (!terms) return one[metric];
  return Object.entries(terms).reduce((sum, [part, sign]) => {
    const value = valueOf(one, part);
    return real(sum) && real(value) ? sum + sign * value : null;
  }, 0);
}

const ratio = (part, whole) => (real(part) && whole ? part / whole : null);

/** The median of values given as [value, how many]. */
function median(counted) {
  const sorted = counted.toSorted
    ? counted.toSorted((a, b) => a[0] - b[0])
    : [...counted].sort((a, b) => a[0] - b[0]);
  const size = sorted.reduce((sum, [, count]) => sum + count, 0);
  const at = (place) => {
    let passed = 0;
    for (const [value, count] of sorted) if ((passed += count) > place) return value;
    return null;
  };
  return size ? (at((size - 1) >> 1) + at(size >> 1)) / 2 : null;
}

/** Tallies of the days `span`: one over all, one per employee. */
function tally(span, filters) {
  const total = new Tally();
  const people = new Map();
  const into = (person) => {
    if (!people.has(person)) people.set(person, new Tally());
    return [total, people.get(person)];
  };
  tallyLeads(span, filters, into);
  tallyDeals(span, filters, into);
  tallyMoney(span, filters, into);
  tallyCalls(span, filters, into);
  return { total, people };
}

function tallyLeads(span, filters, into) {
  const { leads: table, paid_leads: paid } = TABLES;
  if (!table) return;
  if (paid) {
    walk(paid, span, filters, (row) => {
      for (const one of into(paid.person[row])) one.cohort[PAID] += paid.cohort_reached_count[row];
    });
  }
  walk(table, span, filters, (row) => {
    const clean = table.clean_leads_count[row];
    for (const one of into(table.person[row])) {
      one.leads_count += table.leads_count[row];
      one.clean_leads_count += clean;
      for (const { step, order } of DATA.steps)
        if (step !== PAID && order <= table.furthest[row]) one.cohort[step] += clean;
    }
  });
}

function tallyDeals(span, filters, into) {
  const { won, contracts, reached } = TABLES;
  if (won) addColumns(won, ["deals_won_count", "revenue_booked_amount"], span, filters, into);
  if (contracts) addColumns(contracts, ["contracts_count"], span, filters, into);
  if (!reached) return;
  walk(reached, span, filters, (row) => {
    for (const one of into(reached.person[row]))
      one.reached[DATA.labels.step[reached.step[row]]] += reached.period_reached_count[row];
  });
}

/** Add the columns of a table to the tallies' sums of the same names. */
function addColumns(table, metrics, span, filters, into) {
  walk(table, span, filters, (row) => {
    for (const one of into(table.person[row]))
      for (const metric of metrics) one[metric] += table[metric][row] ?? 0;
  });
}

function tallyMoney(span, filters, into) {
  const { paid: table, first_paid: first } = TABLES;
  if (!table) return;
  walk(first, span, filters, (row) => {
    for (const one of into(first.person[row])) one.reached[PAID] += first.period_reached_count[row];
  });
  walk(table, span, filters, (row) => {
    const deal = table.deal[row];
    for (const one of into(table.person[row])) {
      one.revenue_paid_amount += table.revenue_paid_amount[row];
      if (deal === null) continue;
      one.revenue_linked_amount += table.revenue_paid_amount[row];
      if (table.payments_count[row]) one.deals.add(deal);
    }
  });
}

function tallyCalls(span, filters, into) {
  const { calls, answers } = TABLES;
  if (calls) addColumns(calls, CALLS, span, filters, into);
  if (!answers) return;
  walk(answers, span, filters, (row) => {
    const count = answers.leads_count[row];
    for (const one of into(answers.person[row])) {
      if (answers.state[row] === 1) one.answers.push([answers.minutes[row], count]);
      else if (answers.state[row] === 0) one.leads_waiting_count += count;
      else one.unsettled += count;
    }
  });
}

/** The metric day by day over a span; null for a day that is not known. */
function daily(metric, span, filters) {
  const table = TABLES[TABLE_OF[metric]];
  const family = familyOf(metric);
  const days = [];
  for (let day = span[0]; day <= span[1]; day++) days.push(isMissing(family, day) ? null : 0);
  if (table) {
    walk(table, span, filters, (row) => {
      const place = table.day[row] - span[0];
      if (days[place] !== null) days[place] += table[metric][row] ?? 0;
    });
  }
  return days;
}

/** The days of a period that a family's facts can tell about. */
const toldSpan = (period, family) => [period.from, Math.min(period.to, lastDay(family) ?? -1)];
