// The form of a command, as a sheet over the chat. For pictures its button says the price, and pressing it agrees to that price.

import { commandNamed, credits, t } from "./boot.js";
import { busyWhile, button, byId, complain, h, icon } from "./dom.js";
import { fieldFor } from "./fields.js";
import { lineOf } from "./line.js";
import { total } from "./price.js";

/** Forms that were closed unsent, so that opening them again does not start from nothing. */
const unsent = new Map();

export function requests(deeds) {
  const sheet = byId("request");
  let fields = [];
  let command = null;
  let sent = false;

  function open(name, values = null, adopted = []) {
    command = commandNamed(name);
    if (!command) return;
    sent = false;
    const start = values ?? unsent.get(name) ?? {};
    const problem = h("div", { class: "problem", role: "alert", hidden: true });
    const submit = button("", { type: "submit", look: "main wide" });
    const price = () => (submit.lastElementChild.textContent = submitLabel());
    fields = command.options.map((option) => fieldFor(option, start[option.name], () => fields.length && price()));
    trayOf()?.adopt(adopted);
    const form = h(
      "form",
      { class: "request-form", novalidate: false },
      h("header", {}, h("div", {}, h("h2", { id: "request-title" }, `/${command.name}`), h("p", {}, command.description)), button(t("ui-close"), { picture: "close", iconOnly: true, onclick: () => sheet.close() })),
      h("div", { class: "fields" }, fields.length ? fields.map((field) => field.node) : h("p", {}, t("ui-no-options"))),
      h("footer", {}, command.private && h("p", { class: "secret" }, icon("lock"), t("ui-private")), problem, submit),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      busyWhile(submit, [], () => send(problem));
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    sheet.replaceChildren(form);
    price();
    if (!sheet.open) sheet.showModal();
    form.querySelector("textarea, .fields input")?.focus();
  }

  const trayOf = () => fields.find((field) => field.tray)?.tray;
  const collected = () => Object.fromEntries(fields.map((field) => [field.option.name, field.value()]).filter(([, value]) => value !== undefined));
  const priced = () => command.name === "imagine";
  const price = () => total(collected(), trayOf()?.count() ?? 0);
  const submitLabel = () => (priced() ? t("ui-make", { price: credits(price()) }) : t("ui-run", { command: `/${command.name}` }));

  async function send(problem) {
    complain(problem, null);
    const seen = priced() ? price() : null;
    const held = trayOf();
    await held?.settled();
    if (held && priced() && price() !== seen) return; // A picture was refused meanwhile, and the price with it: show it first.
    const values = collected();
    const refused = await deeds.run({ command: command.name, values, seen, label: lineOf(command, values), echo: true }).catch((error) => deeds.sentence(error));
    if (refused) return complain(problem, refused);
    sent = true;
    unsent.delete(command.name);
    sheet.close();
  }

  sheet.addEventListener("close", () => {
    if (!sent && command) unsent.set(command.name, collected());
    sheet.replaceChildren();
    fields = [];
    deeds.closed();
  });
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());

  return { open, isOpen: () => sheet.open, tray: trayOf };
}
