// The reader's language: sentences, numbers, money and dates. Nothing else knows Russian or English.

const WORDS = JSON.parse(document.getElementById("words").textContent);
/** The metrics as the catalogue defines them: what they are called, and what ratios and sums of them are made of. */
const CATALOGUE = WORDS.metrics;
const LOCALES = { ru: "ru-RU", en: "en-GB" };

let language = "ru";
let formats = {};

/** Speak `name` ("ru" or "en") from now on. */
function speak(name) {
  language = name in LOCALES ? name : "ru";
  const locale = LOCALES[language];
  const money = { style: "currency", currency: DATA.currency, currencyDisplay: "narrowSymbol" };
  const date = (parts) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...parts });
  formats = {
    plural: new Intl.PluralRules(locale),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    decimal: new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 }),
    hundredths: new Intl.NumberFormat(locale, { maximumFractionDigits: 2, minimumFractionDigits: 2 }),
    money: new Intl.NumberFormat(locale, { ...money, maximumFractionDigits: 0, minimumFractionDigits: 0 }),
    short: new Intl.NumberFormat(locale, { ...money, notation: "compact", maximumSignificantDigits: 3 }),
    compact: new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 }),
    date: date({ day: "numeric", month: "long", year: "numeric" }),
    dayMonth: date({ day: "numeric", month: "short" }),
    dayOnly: date({ day: "numeric" }),
    weekday: date({ weekday: "short" }),
    longWeekday: date({ weekday: "long" }),
    month: date({ month: "long", year: "numeric" }),
    shortMonth: date({ month: "short" }),
    time: date({ hour: "2-digit", minute: "2-digit" }),
  };
}

/** The sentence `key`, with `{name}` filled in; with `count`, its right plural form. */
function say(key, parts = {}) {
  let text = WORDS[language][key];
  if (text === undefined) return key;
  if (typeof text === "object") text = text[formats.plural.select(parts.count)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) =>
    name === "count" ? formats.number.format(parts.count) : (parts[name] ?? ""),
  );
}

const UNKNOWN = () => say("unknown");
const real = (value) => value !== null && value !== undefined && Number.isFinite(value);

/** A number in a named format, with a real minus sign. */
const written = (format, value) => formats[format].format(value).replace("-", "−");

const showCount = (value) => (real(value) ? written("number", value) : UNKNOWN());
/** Money arrives in hundredths. */
const showMoney = (value) => (real(value) ? written("money", value / 100) : UNKNOWN());
const showShortMoney = (value) => (real(value) ? written("short", value / 100) : UNKNOWN());
const showShare = (value) => (real(value) ? `${written("decimal", value * 100)}${PERCENT()}` : UNKNOWN());
const showWholeShare = (value) => (real(value) ? `${written("number", value * 100)}${PERCENT()}` : UNKNOWN());
const PERCENT = () => (language === "ru" ? "\u00a0%" : "%");

/** +12 %, −3 %, with a real minus sign. */
function showChange(value) {
  if (!real(value)) return UNKNOWN();
  const size = Math.abs(value) < 0.0995 ? formats.decimal : formats.number;
  const text = `${size.format(Math.abs(value) * 100)}${PERCENT()}`;
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text;
}

/** Working minutes as people say them: 45 min, 2 h 05 min. */
function showMinutes(value) {
  if (!real(value)) return UNKNOWN();
  const whole = Math.round(value);
  if (whole < 60) return say("minutes", { minutes: formats.number.format(whole) });
  const parts = {
    hours: formats.number.format(Math.floor(whole / 60)),
    minutes: String(whole % 60).padStart(2, "0"),
  };
  return say("hours_minutes", parts);
}

/** "1–31 May 2026", or one day. */
function showSpan(from, to) {
  if (from > to) return "–";
  const [first, last] = [dateOf(from), dateOf(to)];
  if (from === to) return showDay(from);
  return formats.date.formatRange
    ? unbroken(formats.date.formatRange(first, last))
    : `${showDay(from)} – ${showDay(to)}`;
}

/** The "г." after a year stands in no line of its own. */
const unbroken = (text) => text.replace(/\sг\./g, "\u00a0г.");
const showDay = (day) => unbroken(formats.date.format(dateOf(day)));
const showDayMonth = (day) => formats.dayMonth.format(dateOf(day)).replace(".", "");

/** A local time of the shelf, "2026-06-04T02:59", as it stands there. */
function showMoment(text) {
  if (!text) return UNKNOWN();
  const moment = new Date(`${text}:00Z`);
  return `${unbroken(formats.date.format(moment))}, ${formats.time.format(moment)}`;
}

/** The hour of a local time of the shelf. */
const showTime = (text) => formats.time.format(new Date(`${text}:00Z`));

/** The month's name with a capital letter, as a label. */
function showMonth(day) {
  const text = formats.month.format(dateOf(day)).replace(/ г\.$/, "");
  return text.charAt(0).toLocaleUpperCase(LOCALES[language]) + text.slice(1);
}
