// What all charts share: colours of the theme, axes, patterns for the unknown, sizes on screen and paper.

const CHARTS = new Map();

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Draw into the element `id`; `describe` is what a screen reader says. Before ECharts is there, nothing happens. */
function draw(id, option, describe) {
  const node = document.getElementById(id);
  if (!node?.clientWidth || !window.echarts) return; // of a room that is not shown
  const chart = chartIn(id, node);
  chart.setOption(
    { animation: false, textStyle: { fontFamily: FONT(), fontSize: 12 }, ...option },
    { notMerge: true },
  );
  scale(node);
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", describe);
}

/** The chart of this very element: drawing anew makes new elements. */
function chartIn(id, node) {
  const found = CHARTS.get(id);
  if (found?.getDom() === node) return found;
  found?.dispose();
  const made = window.echarts.init(node, null, { renderer: "svg" });
  CHARTS.set(id, made);
  SIZES.observe(node);
  return made;
}

const SIZES = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    const chart = CHARTS.get(target.id);
    if (chart?.getDom() !== target) SIZES.unobserve(target);
    else if (chart.getWidth() !== target.clientWidth || chart.getHeight() !== target.clientHeight) {
      chart.resize();
      scale(target);
    }
  }
});

/** Lets the style sheet scale the drawing: a browser lays paper out after all scripts. */
function scale(node) {
  const picture = node.querySelector("svg");
  picture?.setAttribute("viewBox", `0 0 ${picture.getAttribute("width")} ${picture.getAttribute("height")}`);
}

const FONT = () => getComputedStyle(document.body).fontFamily;

/** The room for labels is given, not measured: a picture is the same at every drawing. */
const FIXED = { outerBoundsMode: "none" };

function axes() {
  return {
    axisLine: { lineStyle: { color: color("line-strong") } },
    axisTick: { show: false },
    axisLabel: { color: color("muted"), fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: color("line") } },
  };
}

function tooltip(formatter) {
  return {
    trigger: "axis",
    confine: true,
    backgroundColor: color("card"),
    borderColor: color("line-strong"),
    textStyle: { color: color("text"), fontSize: 12 },
    axisPointer: { type: "line", lineStyle: { color: color("muted"), type: "dotted" } },
    formatter,
  };
}

/** A tooltip of lines [label, text]; names are escaped, because ECharts takes HTML. */
function tooltipText(title, lines) {
  const safe = window.echarts.format.encodeHTML;
  const rows = lines.map(([label, text]) => `<tr><td>${safe(label)}</td><td>${safe(text)}</td></tr>`);
  return `<strong>${safe(title)}</strong><table class="tip">${rows.join("")}</table>`;
}

/** Hatching for what is not known. */
function hatch() {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.strokeStyle = color("muted");
  pen.globalAlpha = 0.45;
  pen.lineWidth = 1;
  for (const shift of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
    pen.stroke();
  }
  return { image: tile, repeat: "repeat" };
}
