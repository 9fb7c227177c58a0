// Long texts are folded to a few lines; "show all" opens them.

import { t } from "./boot.js";
import { h } from "./dom.js";

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const open = target.classList.contains("open");
    target.nextElementSibling.hidden = !open && target.scrollHeight <= target.clientHeight + 2;
  }
});

/** A text as typed, folded if it is long; the class says to how many lines. */
export function folded(text, tag = "div", look = "") {
  const body = h(tag, { class: `foldable ${look}`.trim(), dir: "auto" }, text);
  const toggle = h("button", { type: "button", class: "textlike", hidden: true, "aria-expanded": "false" }, t("ui-show-all"));
  toggle.addEventListener("click", () => {
    const open = body.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = t(open ? "ui-show-less" : "ui-show-all");
  });
  watcher.observe(body);
  return [body, toggle];
}
