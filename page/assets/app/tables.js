// A table that may be wider than its place: it is scrolled there, and says so.

/** The table in a box of its own, and under it a line that is seen only where columns are hidden. */
function wideTable(label, table) {
  const box = make("div.scroll", { tabindex: "0", role: "region", "aria-label": label }, table);
  const told = () => tellWidth(box);
  box.addEventListener("scroll", told, { passive: true });
  new ResizeObserver(told).observe(box);
  return make("div.tabled", {}, box, make("p.wider", { "aria-hidden": "true" }, say("wider")));
}

/** `data-wide`: "more" while columns wait on the right, "end" at the last one, none where all are seen. */
function tellWidth(box) {
  const hidden = box.scrollWidth - box.clientWidth;
  if (hidden <= 1) delete box.dataset.wide;
  else box.dataset.wide = box.scrollLeft < hidden - 1 ? "more" : "end";
}
