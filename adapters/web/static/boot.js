// What the server put into the page: who is here, which commands there are, and every sentence in the person's language.

const boot = JSON.parse(document.getElementById("boot").textContent);

export const { person, commands, pricing, limits, locale } = boot;

const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);
const shares = new Intl.NumberFormat(locale, { style: "percent" });
const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** A sentence by its name, its %blanks filled. */
export function t(key, blanks = {}) {
  return (boot.ui[key] ?? key).replace(/%([a-z]+)/g, (blank, name) => blanks[name] ?? blank);
}

/** "1 credit", "12 credits". */
export function credits(amount) {
  const form = plurals.select(amount) === "one" ? "ui-credits-one" : "ui-credits-other";
  return t(form, { amount: number(amount) });
}

export const number = (value) => numbers.format(value);
export const percent = (value) => shares.format(value / 100);
export const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + numbers.format(Math.abs(value));
export const time = (iso) => clock.format(new Date(iso));
export const day = (iso) => calendar.format(new Date(iso));
export const date = (iso) => dates.format(new Date(iso));
export const moment = (iso) => moments.format(new Date(iso));

export const commandNamed = (name) => commands.find((command) => command.name === name);
