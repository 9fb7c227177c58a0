// The playground: wires the chat, the composer, the form and the drawers to the server.

import { Trouble, follow, nonce, post } from "./api.js";
import { limits, locale, person, t } from "./boot.js";
import { chat } from "./chat.js";
import { byId, complain } from "./dom.js";
import { mail, wallet } from "./drawers.js";
import { commandIn, valuesIn } from "./line.js";
import { people } from "./people.js";
import { requests } from "./request.js";
import { suggestions } from "./suggest.js";
import { carriesFiles, filesIn, tray } from "./tray.js";

people();
if (person) start();

function start() {
  const field = byId("say");
  const problem = byId("composer-problem");
  const held = tray(byId("tray"), problem, { most: limits.files, changed: dress });
  const messages = chat({ press, draft, trouble });
  const forms = requests({ run, sentence, closed: () => field.focus() });
  const completing = suggestions(field, { run: (line) => send(line), form: openForm });

  /** The sentence for what went wrong; a bug of the page is also told to the console. */
  function sentence(error) {
    if (error instanceof Trouble) return error.message;
    console.error(error);
    return t("ui-trouble-page");
  }

  function trouble(error) {
    complain(problem, sentence(error));
  }

  function took(answer) {
    answer.messages.forEach(messages.put);
    if (answer.locale !== locale) return location.reload();
    if (answer.form) forms.open(answer.form.command, answer.form.values);
    return undefined;
  }

  async function say(text, files, uploads, key = nonce()) {
    const pending = messages.pend(text, files);
    try {
      const answer = await post("/api/say", { person: person.uid, nonce: key, text, uploads });
      pending.done();
      took(answer);
    } catch (error) {
      pending.fail(sentence(error), () => say(text, files, uploads, key));
    }
  }

  // What was never answered keeps its nonce: sent once more it is the same request, and the same charge.
  const unanswered = new Map();

  async function ask(request) {
    const content = JSON.stringify(request);
    if (!unanswered.has(content)) unanswered.set(content, nonce());
    const answer = await post("/api/run", { person: person.uid, nonce: unanswered.get(content), ...request });
    unanswered.delete(content);
    return answer;
  }

  /** Run a form; the sentence of a refusal that the person can mend in the form, or nothing. */
  async function run(request) {
    const answer = await ask(request);
    took(answer);
    messages.goToEnd();
    const last = answer.messages.at(-1);
    const mendable = last?.author === "bot" && last.body.tone === "refusal" && !last.body.quote;
    return mendable ? last.body.lines.join(" ") : null;
  }

  async function press(button, at) {
    complain(problem, null);
    const { command, values } = button.call;
    await ask({ command, values, seen: button.seen, label: button.label, echo: false, at }).then(took).catch(trouble);
  }

  function draft(text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  // The composer.

  function dress() {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    byId("send").classList.toggle("ready", Boolean(field.value.trim()));
    byId("composer").classList.toggle("sending", held.sending());
  }

  function empty() {
    field.value = "";
    completing.close();
    dress();
  }

  /** Send a line with what is attached. A command that cannot do without its options opens its form instead. */
  async function send(line) {
    const found = commandIn(line);
    const bare = found && !found.rest.trim() && found.command.options.some((option) => option.required);
    if (bare) return openForm(line);
    if (!line) return undefined;
    const attached = held.count();
    empty();
    await held.settled();
    // A picture was refused meanwhile: that is said already, and the words are not sent without it.
    if (held.count() < attached) return draft(line);
    const files = held.files();
    return say(line, files, held.clear().map((item) => item.id));
  }

  /** The form for what stands in the composer: the command typed, or a picture of the words. */
  async function openForm(line) {
    await held.settled();
    const { command, rest } = commandIn(line) ?? { command: null, rest: line };
    const name = command?.name ?? "imagine";
    const typed = command ? valuesIn(rest, command) : { ...(rest.trim() && { prompt: rest.trim() }) };
    empty();
    forms.open(name, Object.keys(typed).length ? typed : null, held.clear());
  }

  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send(field.value.trim());
  });
  byId("options").addEventListener("click", () => openForm(field.value));
  field.addEventListener("input", dress);
  field.addEventListener("keydown", (event) => {
    if (completing.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(field.value.trim());
  });
  byId("opening").addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (chosen?.dataset.say) say(chosen.dataset.say, [], []);
    else if (chosen) draft(chosen.dataset.draft);
  });

  // Pictures: chosen, pasted, dropped.

  const picker = byId("files");
  const target = () => (forms.isOpen() ? forms.tray() : held);
  byId("attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    held.add(filesIn(picker));
    picker.value = "";
    field.focus();
  });
  document.addEventListener("paste", (event) => {
    if (!filesIn(event.clipboardData).length || !target()) return;
    event.preventDefault();
    target().add(filesIn(event.clipboardData));
  });
  let depth = 0;
  const over = (by) => (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    depth = Math.max(0, depth + by);
    document.body.classList.toggle("dropping", depth > 0);
    byId("drop-here").hidden = depth === 0 || forms.isOpen();
  };
  document.addEventListener("dragenter", over(1));
  document.addEventListener("dragleave", over(-1));
  document.addEventListener("dragover", over(0));
  document.addEventListener("drop", (event) => {
    depth = 0;
    over(0)(event);
    if (!carriesFiles(event.dataTransfer)) return;
    target()?.add(filesIn(event.dataTransfer));
    if (!forms.isOpen()) field.focus();
  });

  // Keys that work anywhere.

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    draft(field.value || "/");
  });

  // News.

  const balance = wallet();
  const letters = mail();
  const heard = { message: (message) => (messages.put(message), letters()), wallet: balance };
  let outage;
  const state = (connected) => {
    clearTimeout(outage);
    byId("left").hidden = connected !== null;
    if (connected !== false) byId("outage").hidden = true;
    // A hiccup that heals at once is not worth a word.
    else outage = setTimeout(() => (byId("outage").hidden = false), 800);
  };
  messages
    .load()
    .catch(trouble)
    .then(() => follow(messages.revision, (name, data) => heard[name](data), state));
  field.focus({ preventScroll: true });
  dress();
}
