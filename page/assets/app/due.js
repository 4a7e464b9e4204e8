// Money that is expected: overdue, today, tomorrow and the seven days ahead, by manager.

const BUCKETS = ["overdue", "today", "tomorrow", "next_7_days"];

function dueByPerson() {
  const table = TABLES.due;
  const people = new Map();
  const total = emptyDue();
  walk(table, null, filters(), (row) => {
    const person = table.person[row];
    if (!people.has(person)) people.set(person, emptyDue());
    for (const one of [total, people.get(person)]) {
      one[table.bucket[row]].amount += table.expected_amount[row];
      one[table.bucket[row]].count += table.instalments_count[row];
      one.all.amount += table.expected_amount[row];
    }
  });
  return { people, total };
}

const emptyDue = () => Object.fromEntries([...BUCKETS, "all"].map((name) => [name, { amount: 0, count: 0 }]));

function drawDue() {
  if (!TABLES.due || DATA.morning === null) {
    fill("due", sectionHead(say("due")), absent(say("due_absent")));
    return;
  }
  const { people, total } = dueByPerson();
  const rows = [...people].sort((a, b) => b[1].all.amount - a[1].all.amount);
  const head = ["name", ...BUCKETS].map((name) =>
    make(
      name === "name" ? "th" : "th.number",
      { scope: "col" },
      name === "name" ? say("column_name") : bucketName(name),
    ),
  );
  fill(
    "due",
    sectionHead(say("due"), say("due_note", { day: showDay(DATA.morning) })),
    make(
      "div.split",
      {},
      make(
        "div",
        {},
        folded(
          "due-people",
          say("due"),
          make(
            "table.dues",
            {},
            make("thead", {}, make("tr", {}, head)),
            make(
              "tbody",
              {},
              rows.map(([person, one]) => dueRow(personName(person), one, person)),
            ),
            make("tfoot", {}, dueRow(say("all_rows"), total, "all")),
          ),
        ),
      ),
      make(
        "div",
        {},
        make("h3", {}, say("due_by_day")),
        make("div.chart.due", { id: "due-chart" }),
        make("p.note", { id: "kept" }, keptWords()),
      ),
    ),
  );
}

const bucketName = (bucket) => say(`due_${bucket}`, { day: showDayMonth(DATA.morning + 7) });

function dueRow(name, one, person) {
  const cells = BUCKETS.map((bucket) => {
    const { amount, count } = one[bucket];
    const extra = {
      "data-label": bucketName(bucket),
      "data-column": bucket,
      class: bucket === "overdue" && amount ? "number overdue" : "number",
    };
    const cell = numberCell(amount ? showMoney(amount) : "–", amount, extra);
    if (count)
      cell.append(
        make("small", { title: say("instalments", { count }) }, ` ${formats.number.format(count)}`),
      );
    return cell;
  });
  return make("tr", { "data-person": person }, make("th", { scope: "row" }, name), cells);
}

/** What part of the money promised for the days of the period came on its day. */
function keptWords() {
  const table = TABLES.promised;
  if (!table || state.pipeline !== null) return "";
  const one = { promised_amount: 0, kept_promises_amount: 0 };
  walk(table, [period().from, period().to], filters(), (row) => {
    for (const metric of Object.keys(one)) one[metric] += table[metric][row];
  });
  if (!one.promised_amount) return say("kept_none");
  return say("kept", {
    kept: showMoney(one.kept_promises_amount),
    expected: showMoney(one.promised_amount),
    share: showShare(valueOf(one, "kept_share")),
  });
}

function drawDueChart() {
  if (!TABLES.due || DATA.morning === null) return;
  const days = Array.from({ length: 8 }, (_, place) => DATA.morning + place);
  const amounts = days.map(() => 0);
  walk(
    TABLES.due,
    [days[0], days.at(-1)],
    filters(),
    (row) => (amounts[TABLES.due.day[row] - days[0]] += TABLES.due.expected_amount[row]),
  );
  const narrow = document.getElementById("due-chart").clientWidth < 420;
  const name = (day) =>
    `${formats.weekday.format(dateOf(day))}\n${narrow ? formats.dayOnly.format(dateOf(day)) : showDayMonth(day)}`;
  const shades = days.map((day) => color(isWorking(day) ? "accent" : "accent-soft"));
  draw(
    "due-chart",
    {
      grid: { left: 76, right: 8, top: 24, bottom: 40, ...FIXED },
      xAxis: {
        ...axes(),
        type: "category",
        data: days.map(name),
        axisLabel: { ...axes().axisLabel, interval: 0, hideOverlap: false, lineHeight: 14 },
      },
      yAxis: {
        ...axes(),
        type: "value",
        splitNumber: 3,
        axisLine: { show: false },
        axisLabel: { ...axes().axisLabel, formatter: (value) => formats.short.format(value / 100) },
      },
      tooltip: tooltip((found) =>
        tooltipText(showDay(days[found[0].dataIndex]), [
          [say("due_expected"), showMoney(amounts[found[0].dataIndex])],
        ]),
      ),
      series: [
        {
          type: "bar",
          barMaxWidth: 34,
          data: amounts.map((value, place) => ({ value, itemStyle: { color: shades[place] } })),
        },
      ],
    },
    `${say("due_by_day")}: ${days.map((day, place) => `${showDayMonth(day)} ${showShortMoney(amounts[place])}`).join(", ")}`,
  );
}
