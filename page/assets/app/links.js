// Links to the card of a record in its own system, and the lists that hold them.

const LISTED = 10;

/** A link that opens in another tab; an address that is not of the web stays text. */
function cardLink(url, text) {
  if (!/^https?:\/\//i.test(url ?? "")) return make("span", {}, text);
  return make("a.card-link", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

/**
 * Rows of a table of which each employee's first are told one by one and the others as one: the first LISTED of them in
 * the order of `compare`, how many there are in all, and what else `count(row)` adds up.
 */
function listed(table, compare, count) {
  const told = [];
  let total = 0;
  walk(table, null, filters(), (row) => {
    total += count(row);
    if (table.since[row] !== null) told.push(row);
  });
  return { rows: told.sort(compare).slice(0, LISTED), total };
}

/** A table in a box of its own. */
const listTable = (label, ...told) => wideTable(label, plainTable(...told));

/** The same; on a phone the first lines are seen, and the others wait to be opened. */
function firstLines(id, label, [kind, columns], rows) {
  if (innerWidth > PHONE || rows.length <= FEW_LINES) return listTable(label, kind, columns, rows);
  const rest = rows.slice(FEW_LINES);
  return [
    listTable(label, kind, columns, rows.slice(0, FEW_LINES)),
    make("details", { id }, make("summary", {}, say("lines_more", { count: rest.length })), listTable(label, kind, columns, rest)),
  ];
}

/** A plain table: `columns` are {id, title, number, cell(row)}; `foot` is a row of the same columns' texts. */
function plainTable(kind, columns, rows, foot) {
  const head = columns.map(({ title, number }) =>
    make(number ? "th.number" : "th", { scope: "col" }, title),
  );
  const body = rows.map((row) => make("tr", {}, columns.map((column, place) => listCell(column, column.cell(row), place))));
  return make(
    `table.${kind}`,
    {},
    make("thead", {}, make("tr", {}, head)),
    make("tbody", {}, body),
    foot ? make("tfoot", {}, make("tr", {}, columns.map((column, place) => listCell(column, foot[column.id] ?? "", place)))) : null,
  );
}

/** A cell is a text or an element, or {raw, text} for a number that was computed. */
function listCell({ id, title, number }, found, place) {
  if (found && "raw" in Object(found))
    return numberCell(found.text, found.raw, { "data-column": id, "data-label": title });
  if (!place) return make("th", { scope: "row" }, found);
  return make(number ? "td.number" : "td", { "data-column": id, "data-label": title }, found);
}

const countOf = (value) => ({ raw: value, text: value === 0 ? "–" : showCount(value) });
const moneyOf = (value) => ({ raw: value, text: value === 0 ? "–" : showMoney(value) });
