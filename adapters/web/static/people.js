// Who speaks: the list of people is in the page; here are their colours and the form for a new one.

import { Trouble, post } from "./api.js";
import { t } from "./boot.js";
import { busyWhile, complain } from "./dom.js";

const HUES = 6;

export function people() {
  for (const face of document.querySelectorAll(".face")) face.dataset.hue = hueOf(face.dataset.uid);
  document.querySelectorAll("form.newcomer").forEach(newcomer);
}

const hueOf = (uid) => [...uid].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % HUES;

function newcomer(form) {
  const problem = form.querySelector(".problem");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = form.elements.name.value.trim();
    if (!name) return form.elements.name.focus();
    return busyWhile(form.querySelector("button"), [], () => add(name, form.elements.locale.value || undefined, problem));
  });
}

async function add(name, locale, problem) {
  try {
    const { uid } = await post("/api/people", { name, locale });
    location.assign(`/playground?person=${encodeURIComponent(uid)}`);
  } catch (error) {
    complain(problem, error instanceof Trouble ? error.message : t("ui-trouble-page"));
  }
}
