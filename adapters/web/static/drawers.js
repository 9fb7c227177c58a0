// The drawers at the side: what is in the wallet, and the mail that would have been sent.

import { get } from "./api.js";
import { credits, date, moment, number, person, signed, t } from "./boot.js";
import { busyWhile, button, byId, h, icon } from "./dom.js";

const WIDE = window.matchMedia("(min-width: 1200px)");

/** A drawer that its button opens and closes; beside the chat where there is room, over it where there is not. */
function drawer(name, fill) {
  const panel = byId(name);
  const opener = byId(`open-${name}`);
  const inside = panel.querySelector(".inside");
  const refresh = () => panel.open && fill(inside).catch((error) => inside.replaceChildren(h("p", { class: "problem" }, error.message)));

  function toggle() {
    if (panel.open) return panel.close();
    document.querySelectorAll("dialog.drawer[open]").forEach((other) => other.close());
    if (WIDE.matches) panel.show();
    else panel.showModal();
    opener.setAttribute("aria-expanded", "true");
    document.body.classList.toggle("beside", WIDE.matches);
    return refresh();
  }

  opener.addEventListener("click", toggle);
  panel.querySelector("[data-close]").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => event.target === panel && panel.close());
  document.addEventListener("keydown", (event) => {
    // Something in front (a sheet, the large view, the suggestions) takes the key first.
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog:modal")) panel.close();
  });
  panel.addEventListener("close", () => {
    opener.setAttribute("aria-expanded", "false");
    if (document.querySelector("dialog.drawer[open]")) return; // The other drawer took its place.
    document.body.classList.remove("beside");
    opener.focus();
  });
  WIDE.addEventListener("change", () => panel.close());
  return refresh;
}

/** The wallet drawer and the amount on its button; returns what to call with news of the balance. */
export function wallet() {
  const purse = byId("purse");
  let last = "";

  function showPurse({ available, reserved }) {
    const rest = reserved ? h("small", { title: t("ui-reserved") }, icon("lock"), h("span", { class: "hidden" }, t("ui-reserved")), number(reserved)) : null;
    purse.replaceChildren(h("b", {}, number(available)), ...(rest ? [rest] : []));
  }

  async function fill(inside) {
    const page = await get("/api/wallet");
    showPurse(page);
    const lines = h("ol", { class: "ledger" }, page.lines.map(ledgerLine));
    const more = button(t("ui-more-lines"), { picture: "clock", look: "small", hidden: !page.more });
    let oldest = page.lines.at(-1)?.seq;
    more.addEventListener("click", () =>
      busyWhile(more, [], async () => {
        const next = await get("/api/wallet", { before: oldest });
        lines.append(...next.lines.map(ledgerLine));
        oldest = next.lines.at(-1)?.seq ?? oldest;
        more.hidden = !next.more;
      }),
    );
    inside.replaceChildren(
      h("dl", { class: "amounts-large" }, amount("ui-available", page.available, "wallet"), amount("ui-reserved", page.reserved, "lock")),
      h("p", { class: "hint" }, t("ui-reserved-hint")),
      h("h3", {}, t("ui-lots")),
      page.lots.length ? h("ul", { class: "lots" }, page.lots.map(lotLine)) : h("p", { class: "hint" }, t("ui-lots-none")),
      h("h3", {}, t("ui-ledger")),
      page.lines.length ? lines : h("p", { class: "hint" }, t("ui-ledger-none")),
      more,
    );
  }

  const refresh = drawer("wallet", fill);
  get("/api/wallet").then(showPurse, () => {});
  return (balance) => {
    const state = JSON.stringify(balance);
    if (state === last) return;
    last = state;
    showPurse(balance);
    refresh();
  };
}

const amount = (key, value, picture) => h("div", {}, h("dt", {}, icon(picture), t(key)), h("dd", {}, number(value)));

function lotLine({ remaining, kind, until }) {
  const end = until ? h("time", { datetime: until, title: moment(until) }, t("ui-lot-until", { date: date(until) })) : h("span", {}, t("ui-lot-forever"));
  return h("li", {}, h("span", {}, h("b", {}, credits(remaining)), " ", kind), end);
}

function ledgerLine({ at, what, amount: change, balance }) {
  const way = change < 0 ? "out" : "in";
  return h(
    "li",
    { class: way },
    h("span", { class: "what", dir: "auto" }, what),
    h("b", {}, signed(change)),
    h("time", { datetime: at }, moment(at)),
    h("span", { class: "after" }, h("span", { class: "hidden" }, t("ui-balance-after")), number(balance)),
  );
}

/** The mail drawer; returns what to call when something happened that may have sent a letter. */
export function mail() {
  let reading = null;

  async function fill(inside) {
    const { letters } = await get("/api/mail");
    if (reading && letters.some((letter) => letter.id === reading)) return;
    showList(inside, letters);
  }

  function showList(inside, letters, returningTo = null) {
    reading = null;
    const rows = letters.map((letter) =>
      h("li", {}, h("button", { type: "button", class: "letter-row", id: `letter-${letter.id}`, onclick: () => read(inside, letter, letters) }, h("b", { dir: "auto" }, letter.subject), h("time", { datetime: letter.at }, moment(letter.at)), h("span", { dir: "auto" }, letter.body))),
    );
    const empty = h("div", { class: "nothing" }, icon("mail"), h("p", {}, t("ui-mail-none")), h("p", { class: "hint" }, t("ui-mail-hint")));
    inside.replaceChildren(rows.length ? h("ul", { class: "letters" }, rows) : empty);
    if (returningTo) byId(`letter-${returningTo}`)?.focus();
  }

  function read(inside, letter, letters) {
    reading = letter.id;
    const back = button(t("ui-mail-back"), { picture: "back", look: "small", onclick: () => showList(inside, letters, letter.id) });
    const head = h("p", { class: "hint" }, t("ui-mail-to"), " ", h("bdi", {}, letter.to), " · ", h("time", { datetime: letter.at }, moment(letter.at)));
    inside.replaceChildren(back, h("article", { class: "letter" }, h("h3", { dir: "auto" }, letter.subject), head, letter.html ? sheet(letter) : words(letter)));
    back.focus();
  }

  return drawer("mail", fill);
}

const words = (letter) => h("p", { class: "letter-body", dir: "auto" }, letter.body);

/** The letter as a mail program shows it, with its text one press away. */
function sheet(letter) {
  const src = `/api/mail/${encodeURIComponent(letter.id)}?person=${encodeURIComponent(person.uid)}`;
  const frame = h("iframe", { class: "letter-sheet", src, title: letter.subject, sandbox: "allow-popups allow-popups-to-escape-sandbox" });
  return h("div", {}, frame, h("details", { class: "fold" }, h("summary", {}, icon("file"), h("span", {}, t("ui-mail-text"))), words(letter)));
}
