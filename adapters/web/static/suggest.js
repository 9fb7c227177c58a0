// Completions above the composer: commands, their options and values, all from the command declarations.

import { get } from "./api.js";
import { commands, number, t } from "./boot.js";
import { byId, h, icon } from "./dom.js";
import { commandIn, valuesIn } from "./line.js";

const FEW = 9;

/** Attach completions to the text field. `deeds.run(line)` sends a line, `deeds.form(line)` opens the form for it. */
export function suggestions(field, deeds) {
  const box = byId("suggest");
  const list = byId("suggestions");
  let items = [];
  let chosen = -1;
  let asked = 0;

  function show(found, eager = false) {
    items = found;
    list.replaceChildren(...found.map(row));
    box.hidden = found.length === 0;
    choose(eager && found.length ? 0 : -1);
  }

  function row(item, at) {
    const words = [h("b", {}, item.name), item.detail && h("span", { dir: "auto" }, item.detail)];
    const node = h("li", { role: "option", id: `suggestion-${at}`, "aria-selected": "false" }, icon(item.icon), ...words);
    // The field must keep the focus.
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("click", () => take(item, true));
    return node;
  }

  function choose(at) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = at;
    const node = list.children[at];
    if (!node) return field.removeAttribute("aria-activedescendant");
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    return field.setAttribute("aria-activedescendant", node.id);
  }

  /** Put a completion into the field. `entered`: Enter or a press, which also sends a command that needs nothing more. */
  function take(item, entered) {
    if (item.form) return close(), deeds.form(field.value);
    const caret = field.selectionStart;
    const text = item.text + (item.more ? " " : "");
    field.setRangeText(text, caret - item.typed.length, caret, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (entered && item.complete) return close(), deeds.run(field.value.trim());
    return undefined;
  }

  function close() {
    asked += 1; // What is still on its way comes too late.
    show([]);
  }

  async function refresh() {
    const turn = ++asked;
    const head = field.value.slice(0, field.selectionStart);
    const name = /^\/([\w-]*)$/.exec(head);
    if (name) return show(commandsLike(name[1].toLowerCase()), true);
    const found = commandIn(head);
    if (!found || !head.includes(" ")) return close();
    const items = await inside(found).catch(() => []);
    if (turn === asked) show(items);
    return undefined;
  }

  field.addEventListener("input", refresh);
  field.addEventListener("blur", close);
  return {
    close,
    /** Whether a key was meant for the list. */
    key(event) {
      if (box.hidden || event.isComposing) return false;
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps) choose((chosen + steps[event.key] + (chosen < 0 && steps[event.key] < 0 ? 1 : 0) + items.length) % items.length);
      else if (event.key === "Escape") close();
      else if (event.key === "Tab" && !event.shiftKey) take(items[Math.max(chosen, 0)], false);
      else if (event.key === "Enter" && !event.shiftKey && chosen >= 0) take(items[chosen], true);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

function commandsLike(typed) {
  const starts = commands.filter((command) => command.name.startsWith(typed));
  const holds = commands.filter((command) => !command.name.startsWith(typed) && command.name.includes(typed));
  return [...starts, ...holds].map((command) => ({
    name: `/${command.name}`,
    detail: command.description,
    icon: "command",
    text: `/${command.name}`,
    typed: `/${typed}`,
    more: command.options.length > 0,
    // A command that can do without options is sent by Enter once its name stands there in full.
    complete: command.options.length === 0 || (command.name === typed && command.options.every((option) => !option.required)),
  }));
}

/** What fits behind a command: a switch, the value of a switch, or the value of its first option. */
async function inside({ command, rest }) {
  const open = /(?:^|\s)((?:--|—)([\w-]*))$/.exec(rest);
  if (open) return switches(command, rest, open[1], open[2]);
  const behind = /(?:^|\s)--([\w-]+)[\s=]+(\S*)$/.exec(rest);
  const option = behind && command.options.find((one) => one.name === behind[1]);
  if (option) return values(option, behind[2]);
  const first = command.options.find((one) => one.kind !== "files");
  if (!first || /\s/.test(rest)) return [];
  const found = await values(first, rest);
  return rest ? found : [...found, form(), ...switches(command, "", "", "")];
}

const form = () => ({ name: t("ui-open-form"), icon: "sliders", form: true });

function switches(command, rest, typed, name) {
  const used = valuesIn(rest.slice(0, rest.length - typed.length), command);
  const [first] = command.options;
  return command.options
    .filter((option) => option.kind !== "files" && option !== first && !(option.name in used) && option.name.startsWith(name))
    .map((option) => ({ name: `--${option.name}`, detail: option.label, icon: "sliders", text: `--${option.name}`, typed, more: true }));
}

async function values(option, typed) {
  const like = ({ value, label }) => `${value} ${label}`.toLowerCase().includes(typed.toLowerCase());
  const item = ({ value, label }) => ({ name: value, detail: label === value ? "" : label, icon: "next", text: value, typed, more: false, complete: false });
  if (option.source) {
    const { items } = await get("/api/complete", { source: option.source, q: typed });
    return items.map(item);
  }
  return choicesOf(option).filter(like).filter(({ value }) => value !== typed).map(item);
}

/** The values of an option that has only a few. */
export function choicesOf(option) {
  if (option.kind === "choice") return option.choices;
  if (option.kind !== "number" || option.low === null || option.high - option.low >= FEW) return [];
  const amount = option.high - option.low + 1;
  return Array.from({ length: amount }, (_, at) => ({ value: String(option.low + at), label: number(option.low + at) }));
}
