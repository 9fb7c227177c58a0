// The fields of an option form, one kind each, made from the command declarations.

import { get } from "./api.js";
import { limits, number, t } from "./boot.js";
import { button, h, icon } from "./dom.js";
import { filesIn, tray } from "./tray.js";

let made = 0;
const fresh = () => `field-${++made}`;
const SHAPES = new Set(["square", "portrait", "landscape"]);

/** A field: its element and its value (`undefined` when nothing was chosen). `changed` is called on every change. */
export function fieldFor(option, value, changed) {
  const kinds = { prose, number: amount, flag, choice, files, text: option.source ? known : text };
  return { option, ...kinds[option.kind](option, value ?? option.default ?? undefined, changed) };
}

function prose(option, value, changed) {
  const id = fresh();
  const limit = option.limit ?? limits.prompt;
  const counter = h("span", { class: "counter", id: `${id}-count` });
  const area = h("textarea", { id, rows: "4", dir: "auto", required: option.required, "aria-describedby": `${id}-count`, autofocus: true });
  area.value = value ?? "";
  const count = () => {
    const length = [...area.value].length;
    counter.textContent = `${number(length)} / ${number(limit)}`;
    counter.classList.toggle("over", length > limit);
    area.setAttribute("aria-invalid", String(length > limit));
    area.setCustomValidity(length > limit ? t("ui-too-long", { most: number(limit) }) : option.required && !area.value.trim() ? t("ui-needed") : "");
  };
  area.addEventListener("input", () => (count(), changed()));
  count();
  return { node: h("div", { class: "field" }, h("span", { class: "between" }, h("label", { for: id }, option.label), counter), area), value: () => area.value.trim() || undefined };
}

function text(option, value, changed) {
  const input = h("input", { type: "text", dir: "auto", required: option.required });
  input.value = value ?? "";
  input.addEventListener("input", changed);
  return { node: h("label", { class: "field" }, h("span", {}, option.label), input), value: () => input.value.trim() || undefined };
}

/** A text for which the server knows what fits: a list to choose from. */
function known(option, value, changed) {
  const field = text(option, value, changed);
  const input = field.node.querySelector("input");
  const list = h("div", { class: "known" });
  get("/api/complete", { source: option.source, q: "" }).then(({ items }) => {
    list.append(...items.map((item) => button(item.label, { look: "small", onclick: () => ((input.value = item.value), changed()) })));
  }, () => {});
  return { ...field, node: h("div", { class: "field" }, field.node, list) };
}

function amount(option, value, changed) {
  const id = fresh();
  const bounds = { min: option.low, max: option.high };
  const input = h("input", { type: "number", id, step: "1", inputmode: "numeric", ...bounds });
  input.value = value ?? "";
  const step = (by) => () => {
    if (input.value === "") input.value = option.low ?? 0;
    else if (by > 0) input.stepUp();
    else input.stepDown();
    changed();
  };
  input.addEventListener("input", changed);
  const less = button(t("ui-less"), { picture: "minus", iconOnly: true, tabindex: "-1", onclick: step(-1) });
  const more = button(t("ui-more"), { picture: "plus", iconOnly: true, tabindex: "-1", onclick: step(1) });
  const row = h("div", { class: "field inline" }, h("label", { for: id }, option.label), h("span", { class: "stepper" }, less, input, more));
  return { node: row, value: () => (input.value === "" ? undefined : Number(input.value)) };
}

function flag(option, value, changed) {
  const input = h("input", { type: "checkbox", role: "switch", class: "switch" });
  input.checked = value === true;
  input.addEventListener("change", changed);
  return { node: h("label", { class: "field inline" }, h("span", {}, option.label), input), value: () => input.checked };
}

function choice(option, value, changed) {
  const name = fresh();
  const segments = option.choices.map((one) => {
    const input = h("input", { type: "radio", name, value: one.value });
    input.checked = one.value === value;
    input.addEventListener("change", changed);
    return h("label", {}, input, h("span", {}, SHAPES.has(one.value) && icon(one.value), one.label));
  });
  const node = h("fieldset", { class: "field" }, h("legend", {}, option.label), h("div", { class: "segments" }, segments));
  return { node, value: () => node.querySelector("input:checked")?.value };
}

function files(option, value, changed) {
  const list = h("ul", { class: "tray", hidden: true, "aria-label": t("ui-attached") });
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const held = tray(list, problem, { most: option.most ?? limits.files, changed });
  const picker = h("input", { type: "file", accept: "image/*", multiple: true, class: "hidden", tabindex: "-1", "aria-hidden": "true" });
  picker.addEventListener("change", () => {
    held.add(filesIn(picker));
    picker.value = "";
  });
  const choose = button(t("ui-choose-pictures"), { picture: "attach", look: "small", onclick: () => picker.click() });
  for (const id of [value ?? []].flat()) held.keep(id);
  const hint = h("span", { class: "hint" }, t("ui-drop-or-paste"));
  const node = h("div", { class: "field files", role: "group", "aria-label": option.label }, h("span", {}, option.label), list, h("div", { class: "files-row" }, choose, hint), problem, picker);
  return { node, tray: held, value: () => (held.count() ? held.ids() : undefined) };
}
