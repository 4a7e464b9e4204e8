// The published sums as they came: decoded once, and walked by period and filters.

/** The text of a part of the page that travels deflated. */
async function unpacked(id) {
  const letters = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(letters.length);
  for (let place = 0; place < letters.length; place++) bytes[place] = letters.charCodeAt(place);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

if (!window.DecompressionStream) {
  const gate = document.getElementById("gate");
  gate.textContent = gate.dataset.newer;
  return;
}
const DATA = JSON.parse(await unpacked("data"));
const DAY_MS = 86400000;
const FIRST_MS = Date.parse(`${DATA.first_day}T00:00:00Z`);

const dateOf = (day) => new Date(FIRST_MS + day * DAY_MS);
const dayOf = (text) => Math.round((Date.parse(`${text}T00:00:00Z`) - FIRST_MS) / DAY_MS);
const isoOf = (day) => dateOf(day).toISOString().slice(0, 10);
/** The day number of the first of a month; `month` may run over. */
const firstOf = (year, month) => Math.round((Date.UTC(year, month, 1) - FIRST_MS) / DAY_MS);
const monthOf = (day) => [dateOf(day).getUTCFullYear(), dateOf(day).getUTCMonth()];

const AS_OF = dayOf(DATA.publication.as_of);
const TABLES = {};

for (const [name, columns] of Object.entries(DATA.tables)) {
  const table = { ...columns };
  if (columns.day) table.day = expand(columns.day);
  table.size = (table.day ?? Object.values(columns)[0]).length;
  if (columns.person && !columns.unit) table.unit = unitsOf(name, table);
  TABLES[name] = table;
}

function expand(runs) {
  let size = 0;
  for (let i = 1; i < runs.length; i += 2) size += runs[i];
  const days = new Int32Array(size);
  let day = 0;
  let place = 0;
  for (let i = 0; i < runs.length; i += 2) {
    day += runs[i];
    days.fill(day, place, place + runs[i + 1]);
    place += runs[i + 1];
  }
  return days;
}

/** The department of each row's employee: on the day of the event; of what stands or is due, on the morning. */
function unitsOf(name, table) {
  const today = name === "standing" || name === "due";
  return table.person.map((person, row) => unitOf(person, today || !table.day ? AS_OF : table.day[row]));
}

function unitOf(person, day) {
  const periods = DATA.people[person]?.units ?? [];
  let unit = null;
  for (const [since, found] of periods) {
    if (since > day) break;
    unit = found;
  }
  return unit;
}

/** Call `visit(row)` for the rows of a table in the days `span` (null: all) that the filters let through. */
function walk(table, span, filters, visit) {
  const [from, to] =
    span && table.day ? [place(table.day, span[0]), place(table.day, span[1] + 1)] : [0, table.size];
  const { unit, person, pipeline } = filters;
  for (let row = from; row < to; row++) {
    if (person !== null && table.person && table.person[row] !== person) continue;
    if (unit !== null && table.unit && table.unit[row] !== unit) continue;
    if (pipeline !== null && table.pipeline && table.pipeline[row] !== pipeline) continue;
    visit(row);
  }
}

/** The first row that is not before `day`. */
function place(days, day) {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isWorking = (day) => DATA.working[day] === "1";

function workingDays(from, to) {
  let count = 0;
  for (let day = Math.max(from, 0); day <= to; day++) if (isWorking(day)) count++;
  return count;
}

/** The last day that a family of facts ("sales", "money", ...) covers; null if it was never published. */
const lastDay = (family) => DATA.publication.domains[DATA.families[family]]?.last_day ?? null;

/** How many days of a span are not known to be loaded; days after the family's last one do not count. */
function missingDays(family, from, to) {
  const spans = DATA.unknown[family];
  if (!spans) return to - from + 1;
  const last = Math.min(to, lastDay(family) ?? -1);
  let missing = Math.max(0, Math.min(last, -1) - from + 1);
  for (const [first, end] of spans) missing += Math.max(0, Math.min(end, last) - Math.max(first, from) + 1);
  return missing;
}

/** True if the family knows every day from `from` to `to`. */
const knows = (family, from, to) =>
  from >= 0 &&
  to >= from &&
  DATA.unknown[family] &&
  to <= (lastDay(family) ?? -1) &&
  !missingDays(family, from, to);

const isMissing = (family, day) =>
  !DATA.unknown[family] ||
  day > (lastDay(family) ?? -1) ||
  DATA.unknown[family].some(([a, b]) => day >= a && day <= b);

/** A name from the sources, or what the page says where there is none. */
const nameOf = (entry, nobody = `no_${entry?.key ?? "unassigned"}`) =>
  entry && !entry.key ? entry.name : say(nobody);
const personName = (person) => nameOf(DATA.people[person]);
const unitName = (unit) => (unit === null ? say("no_unit") : nameOf(DATA.units[unit], "no_unit"));
