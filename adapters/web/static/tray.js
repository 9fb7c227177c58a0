// Pictures on their way with a message or a request: chosen, dropped or pasted, shown small, removable.

import { Trouble, upload } from "./api.js";
import { limits, number, t } from "./boot.js";
import { button, complain, h, icon } from "./dom.js";

const MEGABYTE = 1024 * 1024;

/** A tray for at most `most` pictures. `changed` is called whenever its content changes. */
export function tray(list, problem, { most, changed = () => {} }) {
  let items = [];

  function dress() {
    list.hidden = items.length === 0;
    changed();
  }

  function remove(item) {
    items = items.filter((one) => one !== item);
    item.node.remove();
    if (item.local) URL.revokeObjectURL(item.local);
    dress();
  }

  function hold(item, picture) {
    const off = button(t("ui-remove-file", { name: item.name }), { picture: "close", iconOnly: true, look: "remove", onclick: () => remove(item) });
    item.node = h("li", { class: item.url || item.kept ? "" : "sending" }, picture, off);
    items.push(item);
    list.append(item.node);
    dress();
  }

  function thumb(src, name) {
    const image = h("img", { src, alt: t("ui-attached-picture", { name }) });
    image.addEventListener("error", () => image.replaceWith(h("span", { class: "noimage" }, icon("file"), name)));
    return image;
  }

  async function send(item, file) {
    try {
      Object.assign(item, await upload(file));
      item.node.classList.remove("sending");
    } catch (error) {
      remove(item);
      complain(problem, `${item.name}: ${error instanceof Trouble ? error.message : t("ui-trouble-page")}`);
    }
    changed();
  }

  return {
    /** Take these files; what cannot be taken is said under the tray. */
    add(files) {
      complain(problem, null);
      for (const file of files) {
        if (items.length >= most) return complain(problem, t("ui-files-most", { most: number(most) }));
        if (file.size > limits.upload_bytes) {
          complain(problem, t("ui-file-large", { name: file.name, most: number(limits.upload_bytes / MEGABYTE) }));
          continue;
        }
        const item = { id: null, name: file.name || t("ui-picture"), local: URL.createObjectURL(file) };
        hold(item, thumb(item.local, item.name));
        item.sent = send(item, file);
      }
      return undefined;
    },
    /** The pictures of an earlier request, as one piece. */
    keep(id) {
      const name = t("ui-kept-references");
      hold({ id, name, kept: true }, h("span", { class: "noimage" }, icon("picture"), name));
    },
    /** Take over what another tray has let go. */
    adopt(others) {
      for (const { id, name, url } of others) hold({ id, name, url }, thumb(url, name));
    },
    settled: () => Promise.all(items.map((item) => item.sent)),
    sending: () => items.some((item) => !item.id),
    count: () => items.length,
    ids: () => items.filter((item) => item.id).map((item) => item.id),
    files: () => items.filter((item) => item.url).map(({ url, name }) => ({ src: url, name })),
    /** Empty the tray; what was in it. */
    clear() {
      const had = items.filter((item) => item.id);
      [...items].forEach(remove);
      complain(problem, null);
      return had;
    },
  };
}

/** The pictures in a paste or a drop. */
export const filesIn = (transfer) => [...(transfer?.files ?? [])];

export const carriesFiles = (transfer) => [...(transfer?.types ?? [])].includes("Files");
