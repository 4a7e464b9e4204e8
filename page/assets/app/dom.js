// Elements without HTML strings: names from the sources are text and nothing else.

/** An element: `make("td.number", {title: "…"}, children…)`; null children are left out. */
function make(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style")
      for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const fill = (id, ...children) =>
  document.getElementById(id).replaceChildren(...children.flat().filter(Boolean));

/** A number in a cell: unknown ones look unknown, dashes take no room on a phone; `raw` is what was computed. */
function numberCell(text, raw, extra = {}) {
  const known = real(raw);
  const cell = make(
    known ? "td.number" : "td.number.unknown",
    { "data-raw": known ? raw : "unknown", ...extra },
    text,
  );
  cell.classList.toggle("nothing", text === "–");
  return cell;
}

/** A line under a number, as long as its part of the largest one; a very short one would look like a dash. */
function shareBar(value, most) {
  const part = real(value) && value > most * 0.03 ? value / most : 0;
  return part ? make("span.share", { style: { width: `${part * 100}%` } }) : "";
}

/** Head of a section: title, a line under it, controls on the right. */
function sectionHead(title, note, ...controls) {
  return make(
    "div.head",
    {},
    make("div", {}, make("h2", {}, title), note ? make("p.note", {}, note) : null),
    controls,
  );
}

/** Buttons of which one is pressed. */
function choice(label, options, chosen, onchoose) {
  const buttons = options.map(([value, text]) =>
    make(
      "button",
      {
        type: "button",
        "aria-pressed": String(value === chosen),
        "data-value": value,
        onclick: () => onchoose(value),
      },
      text,
    ),
  );
  return make("div.choice", { role: "group", "aria-label": label }, buttons);
}

function select(id, label, options, chosen, onchoose) {
  const list = options.map(([value, text]) =>
    make("option", { value, selected: String(chosen) === value }, text),
  );
  const box = make("select", { id, onchange: (event) => onchoose(event.target.value) }, list);
  return make("label.field", { for: id }, make("span", {}, label), box);
}

/** The one line of a section whose source is not connected or was never published. */
const absent = (text) => make("p.absent", {}, text);
