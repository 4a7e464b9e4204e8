// Where each manager loses more leads than the rest of the department: the weakest step of a month, with both parts of its rates.

const UNNAMED = ["few", "level", "alone", "unknown"];

function drawScorecard() {
  const table = TABLES.scorecard;
  if (!table?.size) {
    leaveOut("scorecard");
    return;
  }
  const month = firstOf(...monthOf(Math.min(period().to, YESTERDAY)));
  const rows = [];
  walk(table, null, { ...filters(), pipeline: null }, (row) => {
    if (table.month[row] === month) rows.push(row);
  });
  const verdictOf = (row) => DATA.labels.verdict[table.verdict[row]];
  const weakest = rows
    .filter((row) => verdictOf(row) === "weakest")
    .sort((a, b) => (table.weakest_cost_amount[b] ?? 0) - (table.weakest_cost_amount[a] ?? 0) || table.lost[b] - table.lost[a]);
  const others = UNNAMED.map((verdict) => [verdict, rows.filter((row) => verdictOf(row) === verdict)]);
  fill(
    "scorecard",
    sectionHead(say("scorecard"), say("scorecard_note", { month: showMonth(month) })),
    weakest.length ? firstLines("scorecard-rest", say("scorecard"), ["channels.scores", scoreColumns(table)], weakest) : null,
    rows.length ? null : make("p.calm", {}, say("scorecard_none")),
    others
      .filter(([, found]) => found.length)
      .map(([verdict, found]) =>
        make("p.note", { "data-verdict": verdict }, `${say(`scorecard_${verdict}`)}: ${namesOf(table, found)}.`),
      ),
    state.pipeline === null ? null : absent(say("scorecard_no_pipeline")),
  );
}

const namesOf = (table, rows) =>
  rows
    .map((row) => personName(table.person[row]))
    .sort((a, b) => a.localeCompare(b))
    .join(", ");

function scoreColumns(table) {
  const parts = (part, whole) => (row) => partsOf(ratio(table[part][row], table[whole][row]), table[part][row], table[whole][row]);
  return [
    { id: "name", title: say("column_name"), cell: (row) => personName(table.person[row]) },
    { id: "step", title: say("scorecard_step"), cell: (row) => stepTaken(DATA.labels.step[table.step[row]]) },
    { id: "own", title: say("scorecard_own"), number: true, cell: parts("went_on", "entered") },
    { id: "others", title: say("scorecard_others"), number: true, cell: parts("others_went_on", "others_entered") },
    { id: "lost", title: say("scorecard_lost"), number: true, cell: (row) => ({ raw: table.lost[row], text: showCredit(table.lost[row]) }) },
    { id: "cost", title: metricName("gap_cost_amount"), number: true, cell: (row) => costOf(table.weakest_cost_amount[row]) },
    { id: "chance", title: say("scorecard_chance"), cell: (row) => chanceTag(table.is_beyond_chance[row]) },
    { id: "hint", title: say("segment_advice"), cell: (row) => make("span.advice", { lang: language }, DATA.labels[`hint_${language}`][table[`hint_${language}`][row]] ?? "") },
  ];
}

/** A share with the two counts that it is made of. */
const partsOf = (share, part, whole) => ({
  raw: share,
  text: real(share)
    ? make("span", {}, showShare(share), make("small", {}, say("part_of", { part: showCount(part), whole: showCount(whole) })))
    : UNKNOWN(),
});

/** Nobody of the others has won: then it is not known what a lost lead would have brought. */
const costOf = (amount) => (real(amount) ? moneyOf(amount) : { raw: null, text: UNKNOWN() });

const stepTaken = (step) => `${say(`step_${step}`)} → ${say(`step_${STEPS[STEPS.indexOf(step) + 1]}`)}`;

const chanceTag = (beyond) =>
  make(`span.tag${beyond ? ".stop" : ".over"}`, {}, say(beyond ? "scorecard_beyond" : "scorecard_within"));
