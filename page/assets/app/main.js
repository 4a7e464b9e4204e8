// Draws everything anew on every choice: the page is small enough for that.

function change(choices) {
  Object.assign(state, choices);
  writeAddress();
  render();
}

/** One tally per span and drawing: several sections ask for the same. */
function tallies() {
  const made = new Map();
  return (from, to) => {
    const key = `${from}:${to}`;
    if (!made.has(key)) made.set(key, tally([from, to], filters()));
    return made.get(key);
  };
}

function render() {
  const opened = new Map([...document.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  const focused = document.activeElement?.closest("[data-value], [id]");
  const place = focused && [focused.id, focused.dataset.value, focused.closest("section, header, nav")?.id];
  applyTheme();
  const current = tallies();
  drawHeader();
  drawControls();
  drawCards(current);
  drawFunnel(current);
  drawToday();
  drawAlerts();
  drawSummary();
  drawPaceFrame();
  drawCohorts();
  drawCycle();
  drawPoints();
  drawReasons();
  drawWaiting();
  drawStuck();
  drawManagers(current);
  drawScorecard();
  drawEffort();
  drawActivity();
  drawDiscipline();
  drawDue();
  drawDebtors();
  drawGoals();
  drawTruths();
  drawProducts();
  drawRegions();
  drawForms();
  drawClients();
  drawPriority();
  drawSegments();
  drawAudience();
  drawChannels();
  drawAttribution();
  drawCoverage();
  drawFooter();
  drawRooms();
  drawCharts();
  for (const [id, open] of opened) document.getElementById(id)?.toggleAttribute("open", open);
  if (place) refocus(...place);
}

/** The keyboard stays where it was, although the element is a new one. */
function refocus(id, value, section) {
  const found =
    (id && document.getElementById(id)) ||
    (value && document.querySelector(`#${section} [data-value="${value}"]`));
  found?.focus({ preventScroll: true });
}

function drawCharts() {
  drawPaceChart();
  drawDueChart();
}

function drawFooter() {
  const lines = ["how_unknown", "how_ratio", "how_unit", "how_trend", "how_plan"].map((key) =>
    make("li", {}, say(key)),
  );
  fill(
    "footer",
    make("details", { id: "how" }, make("summary", {}, say("how")), make("ul", {}, lines)),
    make("p", {}, say("made_from", { version: DATA.publication.version })),
  );
}

/** The address holds the choices, so the link to the numbers must not change it. */
function skipToNumbers(event) {
  event.preventDefault();
  document.getElementById("cards").focus();
}

async function begin() {
  document.getElementById("skip").addEventListener("click", skipToNumbers);
  readAddress();
  applyTheme();
  drawHeader();
  drawControls();
  drawCards(tallies());
  await painted();
  render();
  document.documentElement.dataset.drawn = "numbers";
  followScroll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
  matchMedia("print").addEventListener("change", onPaper);
  addEventListener("beforeprint", onPaper);
  addEventListener("afterprint", onPaper);
  addEventListener("hashchange", () => {
    readAddress();
    render();
  });
}

/** Gives the browser the time to paint: the cards are seen while the sections below are drawn. */
const painted = () => new Promise((done) => setTimeout(done, 20));

/** Paper is light. */
function onPaper() {
  applyTheme();
  drawCharts();
}

/** ECharts is unpacked last: the numbers are there before the charts. */
async function bringCharts() {
  const script = document.createElement("script");
  script.textContent = await unpacked("charts");
  document.head.append(script);
  drawCharts();
  document.documentElement.dataset.drawn = "all";
}

await begin();
await bringCharts();
