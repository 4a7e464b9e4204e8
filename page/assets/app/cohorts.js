// What became of the leads of each week: won by now, still open, and what the mart expects in the end.

function drawCohorts() {
  const table = TABLES.cohorts;
  if (!table?.size) {
    leaveOut("cohorts");
    return;
  }
  const known = (one, value) => (one.complete ? value : { raw: null, text: UNKNOWN() });
  const columns = [
    { id: "week", title: say("cohort_week"), cell: (one) => showShortSpan(one.since, one.since + 6) },
    { id: "clean", title: metricName("cohort_clean_leads_count"), number: true, cell: (one) => known(one, countOf(one.cohort_clean_leads_count)) },
    { id: "won", title: say("cohort_won"), number: true, cell: (one) => known(one, countOf(one.cohort_won_count)) },
    { id: "share", title: metricName("conversion_cohort_won"), number: true, cell: (one) => known(one, shareOf(valueOf(one, "conversion_cohort_won"))) },
    { id: "open", title: say("cohort_open"), number: true, cell: (one) => known(one, countOf(one.open)) },
    { id: "expected", title: say("cohort_expected"), number: true, cell: (one) => known(one, { raw: one.expected, text: showCredit(one.expected) }) },
    { id: "mature", title: say("cohort_state"), cell: (one) => (one.mature === null ? UNKNOWN() : say(one.mature ? "cohort_mature" : "cohort_young")) },
  ];
  const whole = state.person === null && state.pipeline === null;
  const weeks = weeksOf(table);
  const unsure = weeks.some((one) => one.complete && one.expected === null);
  fill(
    "cohorts",
    sectionHead(say("cohorts"), say("cohorts_note")),
    folded("cohorts-weeks", say("cohorts"), plainTable("channels", columns, weeks), say("by_weeks")),
    unsure ? make("p.note", {}, say("cohorts_unsure")) : null,
    whole ? null : absent(say("cohorts_not_split")),
  );
}

const shareOf = (value) => ({ raw: value, text: real(value) ? showShare(value) : "–" });

/** The weeks, the newest first, added up over the chosen departments; an unknown part makes a sum unknown. */
function weeksOf(table) {
  const weeks = new Map();
  walk(table, null, { unit: state.unit, person: null, pipeline: null }, (row) => {
    const since = table.since[row];
    if (!weeks.has(since))
      weeks.set(since, { since, complete: true, mature: true, cohort_clean_leads_count: 0, cohort_won_count: 0, open: 0, expected: 0 });
    const one = weeks.get(since);
    const mature = table.is_mature[row];
    one.complete = one.complete && Boolean(table.is_complete[row]);
    one.mature = one.mature === null || mature === null ? null : one.mature && Boolean(mature);
    one.cohort_clean_leads_count += table.clean_count[row] ?? 0;
    one.cohort_won_count += table.won_count[row] ?? 0;
    one.open += table.open_count[row] ?? 0;
    one.expected = one.expected === null || table.expected_count[row] === null ? null : one.expected + table.expected_count[row];
  });
  return [...weeks.values()].sort((a, b) => b.since - a.since);
}
