// How well the CRM is kept: on one day, how much breaks each rule of what the rule looks at, by manager.

const RULES = ["no_next_step", "stale_stage", "missing_field", "back_dated", "duplicate_made"];

function drawDiscipline() {
  const table = TABLES.discipline;
  if (!table?.size) {
    leaveOut("discipline");
    return;
  }
  const [first, last] = [table.day[0], table.day.at(-1)];
  const day = Math.min(Math.max(state.day ?? lastWorkingDay(last), first), last);
  const { rows, total } = disciplineOf(table, day);
  const rules = RULES.filter((rule) => DATA.labels.rule.includes(rule));
  const columns = [
    { id: "name", title: say("column_name"), cell: (one) => one.name },
    ...rules.map((rule) => ({ id: rule, title: say(`rule_${rule}`), number: true, cell: (one) => breachesOf(one[rule]) })),
  ];
  const foot = Object.fromEntries(columns.map(({ id, cell }) => [id, cell({ ...total, name: say("all_rows") })]));
  fill(
    "discipline",
    sectionHead(say("discipline"), say("discipline_note", { day: showDay(day) }), dayStepper(day, first, last)),
    rows.length
      ? folded("discipline-people", say("discipline"), plainTable("acts", columns, rows, foot))
      : make("p.calm", {}, say("discipline_none")),
    make(
      "details",
      { id: "discipline-rules" },
      make("summary", {}, say("discipline_rules")),
      make("ul.rules", {}, rules.map((rule) => make("li", {}, make("strong", {}, `${say(`rule_${rule}`)}: `), say(`rule_how_${rule}`)))),
    ),
    state.pipeline === null ? null : absent(say("discipline_no_pipeline")),
  );
}

/** Nothing to judge is a dash; a rule that cannot be judged for one record is unknown for the sum. */
function breachesOf(one) {
  if (!one) return { raw: null, text: "–" };
  if (!real(one.undisciplined_count)) return { raw: null, text: UNKNOWN() };
  return partsOf(valueOf(one, "undisciplined_share"), one.undisciplined_count, one.judged_count);
}

/** A row per manager who had anything to judge, the most deals without a next step first, and the sums of all. */
function disciplineOf(table, day) {
  const people = new Map();
  const total = {};
  const add = (sum, value) => (sum === null || value === null ? null : sum + value);
  walk(table, [day, day], { ...filters(), pipeline: null }, (row) => {
    const [person, rule] = [table.person[row], DATA.labels.rule[table.rule[row]]];
    const told = { undisciplined_count: table.undisciplined_count[row], judged_count: table.judged_count[row] };
    if (!people.has(person)) people.set(person, { name: personName(person) });
    people.get(person)[rule] = told;
    total[rule] ??= { undisciplined_count: 0, judged_count: 0 };
    for (const part of Object.keys(told)) total[rule][part] = add(total[rule][part], told[part]);
  });
  const most = (one) => one[RULES[0]]?.undisciplined_count ?? -1;
  return { rows: [...people.values()].sort((a, b) => most(b) - most(a) || a.name.localeCompare(b.name)), total };
}
