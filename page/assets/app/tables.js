// A table that may be wider than its place: it is scrolled there, and says so; a long one is folded on a phone.

const PHONE = 640;
const FEW_LINES = 3;

/** The table in a box of its own, and under it a line that is seen only where columns are hidden. */
function wideTable(label, table) {
  const box = make("div.scroll", { tabindex: "0", role: "region", "aria-label": label }, table);
  const told = () => tellWidth(box);
  box.addEventListener("scroll", told, { passive: true });
  new ResizeObserver(told).observe(box);
  return make("div.tabled", {}, box, make("p.wider", { "aria-hidden": "true" }, say("wider")));
}

/** A long table: on a phone its lines wait under `title` to be opened, and the sums stay in sight. */
function folded(id, label, table, title = say("by_managers")) {
  if (innerWidth > PHONE || table.tBodies[0].rows.length <= FEW_LINES) return wideTable(label, table);
  const sums = table.cloneNode(false);
  if (table.tFoot) sums.append(table.tFoot);
  return [
    sums.tFoot ? wideTable(label, sums) : null,
    make("details", { id }, make("summary", {}, title), wideTable(label, table)),
  ];
}

/** `data-wide`: "more" while columns wait on the right, "end" at the last one, none where all are seen. */
function tellWidth(box) {
  const hidden = box.scrollWidth - box.clientWidth;
  if (hidden <= 1) delete box.dataset.wide;
  else box.dataset.wide = box.scrollLeft < hidden - 1 ? "more" : "end";
}
