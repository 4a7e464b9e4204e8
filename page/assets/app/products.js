// What sells and what does not: ABC of products, and whose demand grows or falls.

const PRODUCT_VIEWS = {
  largest: { order: (table) => (a, b) => table.place[a] - table.place[b], fits: () => true },
  grows: { order: (table) => (a, b) => table.demand[b] - table.demand[a], fits: (demand) => real(demand) && demand > 1 },
  falls: { order: (table) => (a, b) => table.demand[a] - table.demand[b], fits: (demand) => real(demand) && demand < 1 },
};

function drawProducts() {
  const table = TABLES.products;
  if (!table?.size || !real(DATA.newest.products)) {
    leaveOut("products");
    return;
  }
  const view = PRODUCT_VIEWS[state.products];
  const told = Array.from({ length: table.size }, (_, row) => row).filter((row) => table.name[row] !== null);
  const shown = told
    .filter((row) => view.fits(table.demand[row]))
    .sort(view.order(table))
    .slice(0, LISTED);
  const columns = [
    { id: "name", title: say("product"), cell: (row) => [make("span.name", {}, table.name[row]), make("small", {}, table.category[row] ?? "")] },
    { id: "abc", title: say("product_abc"), cell: (row) => table.abc[row] },
    { id: "sold", title: say("product_sold"), number: true, cell: (row) => moneyOf(table.sold_amount[row]) },
    { id: "earlier", title: say("product_earlier"), number: true, cell: (row) => moneyOf(table.earlier_amount[row]) },
    { id: "recent", title: say("product_recent"), number: true, cell: (row) => moneyOf(table.recent_amount[row]) },
    { id: "demand", title: say("product_demand"), number: true, cell: (row) => demandOf(table.demand[row]) },
  ];
  const views = Object.keys(PRODUCT_VIEWS).map((name) => [name, say(`products_${name}`)]);
  fill(
    "products",
    sectionHead(
      say("products"),
      say("products_note", { month: showMonth(DATA.newest.products) }),
      choice(say("products"), views, state.products, (name) => change({ products: name })),
    ),
    shown.length ? folded("products-lines", say("products"), plainTable("channels", columns, shown), say("by_products")) : make("p.calm", {}, say("products_none")),
    make("p.note", { id: "products-classes" }, classWords(table)),
  );
}

/** More is asked for than in the three months before, or less. */
function demandOf(demand) {
  if (!real(demand)) return { raw: null, text: "–" };
  const way = demand > 1 ? "up" : demand < 1 ? "down" : "even";
  const mark = make("span", { "aria-hidden": "true" }, { up: "▲ ", down: "▼ ", even: "" }[way]);
  return { raw: demand, text: make(`span.${way}`, {}, mark, showChange(demand - 1)) };
}

/** How many products there are of each class, and what they sold. */
function classWords(table) {
  const classes = new Map();
  for (let row = 0; row < table.size; row++) {
    const one = classes.get(table.abc[row]) ?? { count: 0, sold: 0 };
    one.count += table.products_count[row];
    one.sold += table.sold_amount[row] ?? 0;
    classes.set(table.abc[row], one);
  }
  return [...classes]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([abc, { count, sold }]) => say("products_class", { abc, count, sold: showShortMoney(sold) }))
    .join(" · ");
}
