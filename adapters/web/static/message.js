// One message of the chat. News about it changes only the parts that differ, so nothing flickers and the focus stays.

import { commandNamed, moment, percent, t, time } from "./boot.js";
import { busyWhile, h, icon } from "./dom.js";
import { folded } from "./fold.js";
import { gallery } from "./pictures.js";

const TONES = { good: "good", working: "working", warning: "warning", refusal: "refusal" };
const DEEDS = {
  make: "good", again: "again", repeat: "again", edit: "edit", vary: "vary", original: "download", delete: "delete", cancel: "close", show: "picture",
  history: "clock", topup: "plus", balance: "wallet", help: "help", language: "globe", settings: "settings", imagine: "picture",
};
const ROW = 4;

/** The element of a message and how to tell it of a newer version. `deeds.press(button, key)` runs a button of the message of this key, `deeds.draft(text)` fills the composer. */
export function messageView(message, deeds) {
  return message.author === "person" ? said(message) : answered(message, deeds);
}

/** What a person said, as a bubble; also used before the server has it. */
export function bubble(text, files) {
  const pictures = files.map((file) => h("img", { src: file.src, alt: t("ui-attached-picture", { name: file.name }), class: "thumb" }));
  return h("article", { class: "bubble" }, text && folded(text, "p", "words"), pictures.length ? h("div", { class: "thumbs" }, pictures) : null);
}

function said(message) {
  const node = h("li", { class: "message mine" });
  let shown = "";
  return {
    node,
    update({ body, at }) {
      const state = JSON.stringify([body, at]);
      if (state === shown) return;
      shown = state;
      node.replaceChildren(hidden(t("ui-you-said")), bubble(body.text, body.files), stamp(at));
    },
  };
}

const hidden = (words) => h("span", { class: "hidden" }, words);
const stamp = (at) => h("time", { class: "stamp", datetime: at, title: moment(at) }, time(at));

function answered(message, deeds) {
  const pictures = gallery();
  const slots = {
    secret: h("p", { class: "secret" }),
    lines: h("div", { class: "lines" }),
    quote: h("div", { class: "quote" }),
    progress: h("div", { class: "progress" }),
    pictures: pictures.node,
    documents: h("ul", { class: "documents" }),
    facts: h("dl", { class: "facts" }),
    buttons: h("div", { class: "buttons" }),
  };
  const card = h("article", { class: "card", tabindex: "-1" }, ...Object.values(slots));
  const foot = h("div", { class: "stamp" });
  const node = h("li", { class: "message theirs" }, hidden(t("ui-bot-said")), h("span", { class: "portrait", "aria-hidden": "true" }, mark()), card, foot);
  const known = new Map();
  const parts = {
    secret: ({ secret }) => (secret ? [icon("lock"), t("ui-private")] : []),
    lines: ({ lines, tone }) => spoken(lines, tone),
    quote: ({ quote }) => (quote ? quoted(quote) : []),
    documents: ({ documents }) => documents.map(downloadRow),
    facts: ({ facts }) => facts.map((fact) => factRow(fact, deeds)),
    buttons: ({ buttons }) => buttons.map((button) => pressable(button, slots.buttons, () => deeds.press(button, message.key))),
  };
  const uses = { secret: ["secret"], lines: ["lines", "tone"], quote: ["quote"], documents: ["documents"], facts: ["facts"], buttons: ["buttons"] };

  function fill(name, body) {
    const state = JSON.stringify(uses[name].map((key) => body[key]));
    if (known.get(name) === state) return;
    known.set(name, state);
    const held = slots[name].contains(document.activeElement);
    const content = parts[name](body);
    slots[name].replaceChildren(...content);
    slots[name].hidden = content.length === 0;
    // The button that was pressed is gone: stay at the message, not on another button that a second Enter would press.
    if (held) card.focus({ preventScroll: true });
  }

  return {
    node,
    update(message) {
      const body = { ...message.body, secret: message.private };
      card.dataset.tone = body.tone;
      card.classList.toggle("private", message.private);
      slots.facts.classList.toggle("table", body.facts.length > ROW);
      card.classList.toggle("pictured", body.pictures.length > 0);
      card.dataset.pictures = body.pictures.length;
      for (const name of Object.keys(parts)) fill(name, body);
      pictures.show(body.pictures);
      showProgress(slots.progress, body.progress);
      foot.replaceChildren(stamp(message.at));
    },
  };
}

function mark() {
  const svg = icon("mark");
  svg.setAttribute("class", "mark");
  svg.setAttribute("viewBox", "0 0 32 32");
  return svg;
}

/** The sentences; the first one carries the tone as an icon with a name. */
function spoken(lines, tone) {
  return lines.map((line, at) => {
    if (at > 0 || !TONES[tone]) return h("p", { dir: "auto" }, line);
    return h("p", { class: "toned" }, h("span", { class: "tone", role: "img", "aria-label": t(`ui-tone-${tone}`) }, icon(TONES[tone])), h("span", { dir: "auto" }, line));
  });
}

const quoted = (quote) => [hidden(t("ui-prompt")), ...folded(quote, "blockquote")];

function downloadRow({ href, name }) {
  return h("li", {}, h("a", { class: "document", href, download: name }, icon("file"), h("span", { dir: "auto" }, name), icon("download")));
}

/** A labelled value. The name of a command is a button that puts it into the composer. */
function factRow({ label, value }, deeds) {
  const command = label.startsWith("/") && commandNamed(label.slice(1));
  const name = command ? h("button", { type: "button", class: "textlike", onclick: () => deeds.draft(`${label} `) }, label) : label;
  return h("div", {}, h("dt", {}, name), h("dd", { dir: "auto" }, value));
}

function pressable(button, row, press) {
  const look = `button ${button.main ? "main" : "small"}`;
  if (button.href) {
    return h("a", { class: look, href: button.href, target: "_blank", rel: "noopener" }, icon("out"), h("span", {}, button.label), hidden(t("ui-new-tab")));
  }
  const name = DEEDS[button.call.command];
  const node = h("button", { type: "button", class: look }, name && icon(name), h("span", {}, button.label));
  node.addEventListener("click", () => {
    const others = [...row.querySelectorAll("button")].filter((one) => one !== node);
    busyWhile(node, others, press);
  });
  return node;
}

function showProgress(slot, progress) {
  slot.hidden = !progress;
  if (!progress) return slot.replaceChildren();
  if (!slot.firstChild) {
    slot.append(h("div", { class: "bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100", "aria-label": t("ui-progress") }, h("span")), h("span", { class: "percent" }));
  }
  const [bar, words] = slot.children;
  bar.setAttribute("aria-valuenow", progress.percent);
  bar.firstChild.style.setProperty("--done", `${progress.percent}%`);
  const of = progress.total > 1 ? ` · ${progress.done} / ${progress.total}` : "";
  words.textContent = `${percent(progress.percent)}${of}`;
  return undefined;
}
