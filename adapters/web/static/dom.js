// Building elements. Every string becomes a text node or an attribute, never markup: prompts are data.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`onclick` and the like are listeners; false, null and undefined are left out) and children. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** One of the icons of icons.html; it says nothing to screen readers, so the words stand beside it or on its button. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of [["class", "icon"], ["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["focusable", "false"]]) svg.setAttribute(key, value);
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A button with an icon and, unless only the icon is to be seen, its label beside it. */
export function button(label, { picture, look = "", type = "button", iconOnly = false, ...attributes } = {}) {
  const named = iconOnly ? { "aria-label": label, title: label } : {};
  const classes = `button ${iconOnly ? "icon-only " : ""}${look}`.trim();
  return h("button", { type, class: classes, ...named, ...attributes }, picture && icon(picture), !iconOnly && h("span", {}, label));
}

export const byId = (id) => document.getElementById(id);

/** Show a sentence in an alert, or take it away. */
export function complain(node, sentence) {
  node.textContent = sentence ?? "";
  node.hidden = !sentence;
}

/** Mark a control as at work. It keeps the focus and its place, but presses do nothing until the work is over. */
export async function busyWhile(control, others, work) {
  const all = [control, ...others];
  if (all.some((node) => node.getAttribute("aria-disabled") === "true")) return;
  control.classList.add("busy");
  for (const node of all) node.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    control.classList.remove("busy");
    for (const node of all) node.removeAttribute("aria-disabled");
  }
}
