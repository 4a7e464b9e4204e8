// Current customers by what they bring and how evenly they buy, what to do about each group, and who moved between groups.

function drawSegments() {
  const table = TABLES.segments;
  if (!table?.size || !real(DATA.newest.segments)) {
    leaveOut("segments");
    return;
  }
  const rows = Array.from({ length: table.size }, (_, row) => row);
  const columns = [
    { id: "segment", title: say("segment"), cell: (row) => table.segment[row] ?? table.abc[row] },
    { id: "customers", title: say("segment_customers"), number: true, cell: (row) => countOf(table.customers_count[row]) },
    { id: "paid", title: say("segment_paid"), number: true, cell: (row) => moneyOf(table.paid_amount[row]) },
    { id: "advice", title: say("segment_advice"), cell: (row) => make("span.advice", { lang: language }, table[`advice_${language}`][row] ?? "") },
  ];
  const moves = movesOf(TABLES.moves);
  fill(
    "segments",
    sectionHead(say("segments"), say("segments_note", { day: showDay(DATA.newest.segments) })),
    listTable(say("segments"), "advices", columns, rows),
    moves.length
      ? make(
          "details",
          { id: "segments-moves" },
          make("summary", {}, say("moves")),
          listTable(
            say("moves"),
            "cards-list",
            [
              { id: "name", title: say("moves_way"), cell: (one) => `${moveName(one.from)} → ${moveName(one.to)}` },
              { id: "customers", title: say("segment_customers"), number: true, cell: (one) => countOf(one.count) },
              { id: "paid", title: say("segment_paid"), number: true, cell: (one) => moneyOf(one.paid) },
            ],
            moves,
          ),
        )
      : null,
    state.unit === null && state.person === null && state.pipeline === null ? null : absent(say("segments_not_split")),
  );
}

const MOVES = ["new", "returned", "lost"];
const moveName = (segment) => (MOVES.includes(segment) ? say(`move_${segment}`) : segment);

/** The most frequent moves of the month by the customers' managers; who stayed is left out. */
function movesOf(table) {
  if (!table) return [];
  const ways = new Map();
  walk(table, null, { ...filters(), pipeline: null }, (row) => {
    const [from, to] = [table.came_from[row], table.went_to[row]];
    if (from === to) return;
    const key = `${from}>${to}`;
    if (!ways.has(key)) ways.set(key, { from, to, count: 0, paid: 0 });
    ways.get(key).count += table.customers_count[row];
    ways.get(key).paid += table.paid_amount[row] ?? 0;
  });
  return [...ways.values()].sort((a, b) => b.count - a.count || b.paid - a.paid).slice(0, LISTED);
}
