// What the numbers stand on: every source, how far it is loaded, and the state of its last days.

const STATES = { v: "verified", l: "loaded", p: "partial", t: "late", n: "never" };
/** Days before a stream began have no state: "-". */
const WORST = "ntplv-";

function drawCoverage() {
  if (!DATA.coverage.length) {
    fill("coverage", sectionHead(say("coverage")), absent(say("coverage_absent")));
    return;
  }
  const sources = Map.groupBy ? Map.groupBy(DATA.coverage, (one) => one.source) : grouped(DATA.coverage);
  const days = DATA.coverage[0].states.length;
  const rows = [...sources].map(([source, streams]) => sourceRow(source, streams, days));
  fill(
    "coverage",
    sectionHead(say("coverage"), say("coverage_note", { count: days })),
    make("div.sources", {}, rows),
    make(
      "p.legend",
      {},
      Object.entries(STATES).map(([letter, name]) =>
        make("span.item", {}, make(`i.state.${name}`, { "aria-hidden": "true" }), say(`state_${name}`)),
      ),
    ),
  );
}

function grouped(streams) {
  const groups = new Map();
  for (const one of streams) groups.set(one.source, [...(groups.get(one.source) ?? []), one]);
  return groups;
}

/** The state of a source on a day is the worst of its streams'. */
function worst(streams, days) {
  return Array.from({ length: days }, (_, place) =>
    [...WORST].find((letter) => streams.some((one) => one.states[place] === letter)),
  );
}

const isLoaded = (stream) => /[vlpt]/.test(stream.states);
const countBad = (states) => states.filter((letter) => "ntp".includes(letter)).length;

function sourceRow(source, streams, days) {
  const live = streams.filter(isLoaded);
  const states = worst(live.length ? live : streams, days);
  const bad = countBad(states);
  const loaded = live.map((one) => one.covered_to).sort()[0];
  const idle = live.length ? streams.length - live.length : 0;
  const moved = streams.reduce((sum, one) => sum + one.quarantined, 0);
  const rows = streams.map((one) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, one.stream),
      make("td", {}, strip([...one.states])),
      make("td.number", {}, one.covered_to ? showMoment(one.covered_to) : say("state_never")),
    ),
  );
  return make(
    "details.source",
    { id: `source-${source}`, "data-source": source },
    make(
      "summary",
      {},
      make(
        "span.name",
        {},
        say(`vendor_${streams[0].vendor}`) === `vendor_${streams[0].vendor}`
          ? streams[0].vendor
          : say(`vendor_${streams[0].vendor}`),
        make("small", {}, source),
      ),
      strip(states),
      make(
        "span.loaded",
        {},
        loaded ? say("loaded_to", { moment: showMoment(loaded) }) : say("state_never"),
        make("small", {}, bad ? say("days_not_whole", { count: bad }) : say("all_days_whole")),
        idle ? make("small", {}, say("streams_idle", { count: idle })) : null,
        moved ? make("small.warn", {}, say("quarantined", { count: moved })) : null,
      ),
    ),
    make("div.scroll", {}, make("table.streams", {}, make("tbody", {}, rows))),
  );
}

function strip(states) {
  const last = AS_OF - 1;
  const bad = countBad(states);
  const label = bad ? say("days_not_whole", { count: bad }) : say("all_days_whole");
  return make(
    "span.strip",
    { role: "img", "aria-label": label },
    states.map((letter, place) =>
      letter === "-"
        ? make("i")
        : make(`i.state.${STATES[letter]}`, {
            title: `${showDay(last - states.length + 1 + place)}: ${say(`state_${STATES[letter]}`)}`,
          }),
    ),
  );
}
