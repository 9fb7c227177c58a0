// The list of messages: in order, up to date, and at the end unless the person reads further up.

import { get } from "./api.js";
import { day, t } from "./boot.js";
import { busyWhile, button, byId, h } from "./dom.js";
import { bubble, messageView } from "./message.js";

const CLOSE = 80;
const TOGETHER = 5 * 60_000;

export function chat(deeds) {
  const list = byId("messages");
  const scroll = byId("scroll");
  const toEnd = byId("to-end");
  const earlier = byId("earlier");
  const shown = new Map();
  const waiting = new Set();
  let order = [];
  let newest = 0;
  let stuck = true;
  let loaded = false;

  const goToEnd = () => {
    scroll.scrollTop = scroll.scrollHeight;
  };
  let top = 0;
  scroll.addEventListener("scroll", () => {
    const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < CLOSE;
    // Only a person scrolls up; growing messages merely leave the end further down.
    stuck = atEnd || (stuck && scroll.scrollTop >= top);
    top = scroll.scrollTop;
    if (atEnd) toEnd.hidden = true;
  }, { passive: true });
  const keepEnd = new ResizeObserver(() => stuck && goToEnd());
  keepEnd.observe(scroll);
  keepEnd.observe(scroll.firstElementChild);
  toEnd.addEventListener("click", goToEnd);

  function put(message) {
    newest = Math.max(newest, message.revision);
    const entry = shown.get(message.id);
    if (entry && entry.message.revision > message.revision) return;
    const view = entry ?? { ...messageView(message, deeds), message };
    const moved = !entry || entry.message.at !== message.at;
    announce(entry?.message, message);
    view.message = message;
    view.update(message);
    if (!entry) arrived(message);
    if (moved) place(view);
    shown.set(message.id, view);
  }

  function arrived(message) {
    if (message.author !== "person") return;
    // The same words are still shown as on their way: now they are here.
    const pending = [...waiting].find((one) => one.text === message.body.text);
    pending?.done();
  }

  function place(view) {
    order = order.filter((one) => one !== view);
    let at = order.length;
    while (at > 0 && later(order[at - 1].message, view.message)) at -= 1;
    order.splice(at, 0, view);
    list.insertBefore(view.node, order[at + 1]?.node ?? null);
    dress();
    if (loaded && !stuck && at === order.length - 1) toEnd.hidden = false;
  }

  /** Days as headings, and messages of one author shortly after each other as one group. */
  function dress() {
    order.forEach(({ node, message }, at) => {
      const before = order[at - 1]?.message;
      const newDay = !before || day(before.at) !== day(message.at);
      if (newDay) node.dataset.day = day(message.at);
      else delete node.dataset.day;
      node.classList.toggle("joined", !newDay && before.author === message.author && new Date(message.at) - new Date(before.at) < TOGETHER);
    });
    byId("opening").hidden = !loaded || order.length > 0;
  }

  /** Say new answers, and changes of how a job stands, to people who do not see them; not every percent. */
  function announce(before, message) {
    if (!loaded || message.author === "person" || before?.body.tone === message.body.tone) return;
    byId("announcer").textContent = message.body.lines.join(" ");
  }

  async function older() {
    const height = scroll.scrollHeight;
    const page = await get("/api/messages", { before: order[0]?.message.at });
    page.messages.forEach(put);
    earlier.hidden = !page.more;
    if (loaded) scroll.scrollTop += scroll.scrollHeight - height;
  }
  earlier.addEventListener("click", () => busyWhile(earlier, [], () => older().catch(deeds.trouble)));

  return {
    put,
    goToEnd,
    revision: () => newest,
    async load() {
      await older();
      loaded = true;
      dress();
      goToEnd();
      new IntersectionObserver(([seen]) => seen.isIntersecting && earlier.click(), { root: scroll }).observe(earlier);
    },
    /** Show what was just said at once; `done` when the server has it, `fail` when it could not be sent. */
    pend(text, files) {
      const node = h("li", { class: "message mine waiting" }, bubble(text, files), h("p", { class: "stamp" }, t("ui-sending")));
      const pending = {
        text,
        done() {
          waiting.delete(pending);
          node.remove();
        },
        fail(sentence, again) {
          byId("pending").append(node);
          node.classList.add("failed");
          const drop = button(t("ui-discard"), { look: "small", picture: "close", onclick: pending.done });
          const repeat = button(t("ui-try-again"), { look: "small", picture: "again", onclick: () => (pending.done(), again()) });
          node.lastElementChild.replaceWith(h("div", { class: "problem", role: "alert" }, h("p", {}, sentence), h("div", { class: "buttons" }, repeat, drop)));
        },
      };
      waiting.add(pending);
      byId("pending").append(node);
      stuck = true;
      goToEnd();
      return pending;
    },
  };
}

const later = (one, other) => {
  const between = new Date(one.at) - new Date(other.at);
  return between > 0 || (between === 0 && one.id > other.id);
};
