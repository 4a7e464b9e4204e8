"""What the tests ask a page in the browser's own language."""

from __future__ import annotations

# Every text that is seen, with its colour and what lies behind it.
CONTRAST = """() => {
  const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colors) => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 1, 1);
    for (const color of colors) { pen.fillStyle = color; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const SILENT = ["SCRIPT", "STYLE", "NOSCRIPT", "OPTION"];
  const weak = [];
  for (const node of document.querySelectorAll("body *")) {
    const text = [...node.childNodes].filter((one) => one.nodeType === 3 && one.data.trim());
    if (!text.length || SILENT.includes(node.tagName) || node.disabled) continue;
    if (!node.checkVisibility({ visibilityProperty: true }) || node.classList.contains("skip")) continue;
    const behind = [];
    for (let one = node; one; one = one.parentElement) behind.unshift(getComputedStyle(one).backgroundColor);
    const style = getComputedStyle(node);
    const ink = node.namespaceURI.endsWith("svg") ? style.fill : style.color;
    const [a, b] = [light(paint([...behind, ink])), light(paint(behind))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.push(`${ratio.toFixed(2)} ${node.tagName} ${text[0].data.trim()}`);
  }
  return weak;
}"""

# How many shapes of a chart can be seen.
DRAWN = """paths => paths.filter((one) => {
  const box = one.getBBox();
  return box.width * box.height > 20;
}).length"""

# What is wider than the place it has, unless that place can be scrolled.
CUT_OFF = """() => [...document.querySelectorAll(".card, .card .value, .panel h2, #managers td")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && !one.closest(".scroll"))
  .map((one) => one.outerHTML.slice(0, 90))"""

# Tables that stick out of the panel around them; on paper nothing can be scrolled.
TOO_WIDE = """() => [...document.querySelectorAll(".panel table")].filter((one) => one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().right > one.closest(".panel").getBoundingClientRect().right)
  .map((one) => one.className)"""

# Tables and charts that lie over each other or outside the panel around them.
OVER_EACH_OTHER = """() => {
  const shown = [...document.querySelectorAll(".panel table, .panel .chart svg")]
    .filter((one) => one.checkVisibility());
  const place = (one) => one.getBoundingClientRect();
  const meet = (a, b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 && a.bottom <= b.bottom + 1;
  const name = (one) => one.getAttribute("class") || one.closest("[id]").id;
  return shown.flatMap((one, number) => [
    ...(inside(place(one), place(one.closest(".panel"))) ? [] : [`${name(one)} leaves its panel`]),
    ...shown.slice(number + 1).filter((other) => meet(place(one), place(other)))
      .map((other) => `${name(one)} over ${name(other)}`),
  ]);
}"""

# Boxes with hidden columns: whether a line under each says that it can be scrolled.
SCROLLED = """() => [...document.querySelectorAll(".panel .scroll")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map((one) => [one.getAttribute("aria-label"), Boolean(one.nextElementSibling?.matches(".wider")
    && one.nextElementSibling.checkVisibility())])"""

# Where the keyboard is.
FOCUSED = """() => {
  const one = document.activeElement;
  return (one.id || one.dataset.value || one.textContent).trim();
}"""

# Names that come from the sources, in whatever language they are there.
NAMES = """() => [...document.querySelectorAll("h1, option, th[scope=row], .name, small")]
  .map((one) => one.textContent)"""
