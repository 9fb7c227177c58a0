// The page's requests. What goes wrong becomes a `Trouble` whose message is a sentence for the person.

import { person, t } from "./boot.js";

const PATIENCE = 60_000;
const OURS = { "X-Playground": "1" };

export class Trouble extends Error {}

/** A fresh name for one deed; sent again with the same name it is answered the same and done once. */
export function nonce() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Trouble(t("ui-trouble-network"));
  }
  const answer = await response.json().catch(() => null);
  return { response, answer };
}

async function understood(path, options) {
  const { response, answer } = await ask(path, options);
  // An answer with messages says itself what went wrong, in the chat.
  if (answer && (response.ok || answer.messages)) return answer;
  throw new Trouble(sentenceFor(response.status));
}

function sentenceFor(status) {
  if (status === 404) return t("ui-trouble-person");
  if (status === 413) return t("ui-trouble-large");
  return t("ui-trouble-server", { status });
}

const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));

export const get = (path, values = {}) => understood(`${path}?${query({ person: person.uid, ...values })}`, {});

export const post = (path, body) =>
  understood(path, { method: "POST", headers: { ...OURS, "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** Send one picture; its id, address and name. The server's refusal is already a sentence in the person's language. */
export async function upload(file) {
  const body = new FormData();
  body.append("file", file);
  const path = `/api/uploads?${query({ person: person.uid, nonce: nonce() })}`;
  const { response, answer } = await ask(path, { method: "POST", headers: OURS, body });
  if (response.ok) return answer;
  throw new Trouble(response.status === 422 && answer?.error ? answer.error : sentenceFor(response.status));
}

/** Follow the chat from a revision on; `heard(name, data)` for each event, `state(connected)` when the line breaks or heals, null when the person has left for good. */
export function follow(revision, heard, state) {
  let source;
  let pause = 500;
  let timer;
  const open = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(`/api/events?${query({ person: person.uid, after: revision() })}`);
    source.addEventListener("open", () => {
      pause = 500;
      state(true);
    });
    for (const name of ["message", "wallet"]) source.addEventListener(name, (event) => heard(name, JSON.parse(event.data)));
    source.addEventListener("gone", () => {
      source.close();
      window.removeEventListener("online", open);
      state(null);
    });
    source.addEventListener("error", () => {
      source.close();
      state(false);
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, 8000);
    });
  };
  open();
  window.addEventListener("online", open);
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => event.persisted && open());
}
