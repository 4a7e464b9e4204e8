// Sums under the chosen filters; every ratio is a quotient of such sums, never an average of ratios.

const METRICS = {
  revenue_paid_amount: { family: "money", money: true },
  revenue_booked_amount: { family: "sales", money: true },
  deals_won_count: { family: "sales" },
  contracts_count: { family: "sales" },
  clean_leads_count: { family: "sales" },
  leads_count: { family: "sales" },
};

/** The step that payments tell, never a stage. */
const PAID = 6;

class Tally {
  constructor() {
    Object.assign(this, { leads: 0, clean: 0, won: 0, booked: 0, contracts: 0, paid: 0, linked: 0 });
    this.cohort = [0, 0, 0, 0, 0, 0, 0];
    this.reached = [0, 0, 0, 0, 0, 0, 0];
    this.deals = new Set();
    Object.assign(this, { callsIn: 0, callsOut: 0, missed: 0, waiting: 0, unsettled: 0 });
    this.answers = [];
  }

  get conversion() {
    return ratio(this.won, this.clean);
  }

  get ticket() {
    return ratio(this.linked, this.deals.size);
  }

  /** Median working minutes to the first answer, of the leads that have one; null while any lead's is not known. */
  get response() {
    return this.unsettled ? null : median(this.answers);
  }
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
      for (const one of into(paid.person[row])) one.cohort[PAID] += paid.leads_count[row];
    });
  }
  walk(table, span, filters, (row) => {
    const count = table.leads_count[row];
    for (const one of into(table.person[row])) {
      one.leads += count;
      if (!table.is_clean[row]) continue;
      one.clean += count;
      for (let step = 1; step <= table.furthest[row]; step++) one.cohort[step] += count;
    }
  });
}

function tallyDeals(span, filters, into) {
  const { won, reached } = TABLES;
  if (won) {
    walk(won, span, filters, (row) => {
      for (const one of into(won.person[row])) {
        one.won += won.won_count[row];
        one.booked += won.booked_amount[row] ?? 0;
      }
    });
  }
  if (reached) {
    walk(reached, span, filters, (row) => {
      for (const one of into(reached.person[row])) {
        one.reached[reached.step[row]] += reached.deals_count[row];
        if (reached.step[row] === 5) one.contracts += reached.deals_count[row];
      }
    });
  }
}

function tallyMoney(span, filters, into) {
  const { paid: table, first_paid: first } = TABLES;
  if (!table) return;
  walk(first, span, filters, (row) => {
    for (const one of into(first.person[row])) one.reached[PAID] += first.deals_count[row];
  });
  walk(table, span, filters, (row) => {
    const deal = table.deal[row];
    for (const one of into(table.person[row])) {
      one.paid += table.paid_amount[row];
      if (deal === null) continue;
      one.linked += table.paid_amount[row];
      if (table.payments_count[row]) one.deals.add(deal);
    }
  });
}

function tallyCalls(span, filters, into) {
  const { calls, answers } = TABLES;
  if (calls) {
    walk(calls, span, filters, (row) => {
      for (const one of into(calls.person[row])) {
        one.callsIn += calls.calls_in_count[row];
        one.callsOut += calls.calls_out_count[row];
        one.missed += calls.calls_missed_count[row];
      }
    });
  }
  if (!answers) return;
  walk(answers, span, filters, (row) => {
    const count = answers.leads_count[row];
    for (const one of into(answers.person[row])) {
      if (answers.state[row] === 1) one.answers.push([answers.minutes[row], count]);
      else if (answers.state[row] === 0) one.waiting += count;
      else one.unsettled += count;
    }
  });
}

const VALUE_OF = {
  revenue_paid_amount: (one) => one.paid,
  revenue_booked_amount: (one) => one.booked,
  deals_won_count: (one) => one.won,
  contracts_count: (one) => one.contracts,
  clean_leads_count: (one) => one.clean,
  leads_count: (one) => one.leads,
};

/** What the metric is made of, row by row: [table, how to read the row's value]. */
const SOURCE_OF = {
  revenue_paid_amount: () => [TABLES.paid, (row) => TABLES.paid.paid_amount[row]],
  revenue_booked_amount: () => [TABLES.won, (row) => TABLES.won.booked_amount[row] ?? 0],
  deals_won_count: () => [TABLES.won, (row) => TABLES.won.won_count[row]],
  contracts_count: () => [
    TABLES.reached,
    (row) => (TABLES.reached.step[row] === 5 ? TABLES.reached.deals_count[row] : 0),
  ],
  clean_leads_count: () => [
    TABLES.leads,
    (row) => (TABLES.leads.is_clean[row] ? TABLES.leads.leads_count[row] : 0),
  ],
  leads_count: () => [TABLES.leads, (row) => TABLES.leads.leads_count[row]],
};

/** The metric day by day over a span; null for a day that is not known. */
function daily(metric, span, filters) {
  const [table, read] = SOURCE_OF[metric]();
  const { family } = METRICS[metric];
  const days = [];
  for (let day = span[0]; day <= span[1]; day++) days.push(isMissing(family, day) ? null : 0);
  if (table) {
    walk(table, span, filters, (row) => {
      const place = table.day[row] - span[0];
      if (days[place] !== null) days[place] += read(row);
    });
  }
  return days;
}

/** The days of a period that a family's facts can tell about. */
const toldSpan = (period, family) => [period.from, Math.min(period.to, lastDay(family) ?? -1)];
