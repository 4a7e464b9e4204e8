// Whose numbers these are, as of when, and what the gate said about them.

function drawHeader() {
  const told = DATA.publication;
  document.title = `${told.company}: ${say("title")}`;
  document.documentElement.lang = language;
  fill("skip", say("to_the_numbers"));
  document.getElementById("controls").setAttribute("aria-label", say("filters"));
  const moments = Object.values(told.domains)
    .map((one) => one.data_as_of)
    .filter(Boolean)
    .sort();
  fill(
    "header",
    make("div", {}, make("p.kicker", {}, say("title")), make("h1", {}, told.company)),
    make(
      "dl.facts",
      {},
      fact(say("data_as_of"), moments.length ? showMoment(moments[0]) : UNKNOWN(), "data-as-of"),
      fact(say("version"), told.version, "version"),
    ),
    make(
      "div.switches",
      {},
      choice(
        say("language"),
        [
          ["ru", "Рус"],
          ["en", "Eng"],
        ],
        language,
        chooseLanguage,
      ),
      choice(
        say("theme"),
        [
          ["auto", say("theme_auto")],
          ["light", say("theme_light")],
          ["dark", say("theme_dark")],
        ],
        state.theme,
        chooseTheme,
      ),
    ),
  );
  fill("gate", gate(told), held(told));
}

const fact = (label, text, id) => make("div", {}, make("dt", {}, label), make("dd", { id }, text));

const FEW_WARNINGS = 3;

/** The gate's words in the reader's language, or in the deployment's where the shelf holds only that. */
function inWords(one, part) {
  const own = one[`${part}_${language}`];
  return make("span", { lang: own ? language : DATA.language }, own || one[part]);
}

/** One line on the verdict, and under it every warning with what to do; on a phone many lines wait to be opened. */
function gate(told) {
  const names = Object.keys(told.domains);
  const good = names.filter((name) => told.domains[name].verdict === "published");
  const count = told.findings.length;
  const all = good.length === names.length;
  const head = all ? say("gate_passed") : say("gate_held", { count: names.length - good.length });
  if (!count) return make(`p.gate.${all ? "good" : "bad"}`, {}, make("strong", {}, head));
  const list = told.findings.map((one) =>
    make(
      "li",
      {},
      make("span.tag", { class: `tag ${one.severity}` }, say(`severity_${one.severity}`)),
      inWords(one, "message"),
      " ",
      make("span.fix", {}, `${say("what_to_do")} `, inWords(one, "fix")),
    ),
  );
  const kind = !all ? "bad" : "warned";
  return make(
    `details.gate.${kind}`,
    { id: "gate-told", open: !all || (count <= FEW_WARNINGS && innerWidth > 640) },
    make("summary", {}, make("strong", {}, head), " ", say("gate_warnings", { count })),
    make("ul", {}, list),
  );
}

/** What must be connected for a domain to have data at all. */
const FED_BY = { sales: "crm", money: "payments", calls: "telephony", marketing: "advertising" };
const isFed = (domain) => !FED_BY[domain] || DATA.connected[FED_BY[domain]];

/** A domain that stayed behind shows its date; one without data says whether its source is connected at all. */
function held(told) {
  const moments = Object.values(told.domains).map((one) => one.published_at ?? "");
  const newest = moments.sort().at(-1);
  const lines = Object.entries(told.domains)
    .filter(
      ([, one]) => one.verdict !== "published" || !one.data_as_of || (one.published_at ?? "") < newest,
    )
    .map(([name, one]) => {
      const domain = say(`domain_${name}`);
      const since = one.data_as_of
        ? say("domain_old", { domain, moment: showMoment(one.data_as_of) })
        : say(!isFed(name) ? "domain_not_connected" : one.published_at ? "domain_no_data" : "domain_never", { domain });
      const why = one.reason && isFed(name) ? [" — ", inWords(one, "reason")] : null;
      return make("li", {}, since, why, ".");
    });
  return lines.length ? make("ul.held", {}, lines) : null;
}
