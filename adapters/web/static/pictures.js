// Pictures in messages: preview frames that fade into each other, covers, and the large view.

import { t } from "./boot.js";
import { button, byId, h, icon } from "./dom.js";

const FADE = 700;

/** A grid of pictures that can be told of newer ones. */
export function gallery() {
  const node = h("ul", { class: "gallery" });
  let frames = [];
  return {
    node,
    show(pictures) {
      node.dataset.count = pictures.length;
      node.classList.toggle("mixed", new Set(pictures.map((picture) => picture.width / picture.height)).size > 1);
      node.hidden = pictures.length === 0;
      while (frames.length > pictures.length) frames.pop().node.remove();
      pictures.forEach((picture, at) => {
        if (!frames[at]) node.append((frames[at] = frame(() => openable(frames), at)).node);
        frames[at].show(picture);
      });
    },
  };
}

const openable = (frames) => frames.map((one) => one.picture()).filter((picture) => !picture.draft);

function frame(album) {
  const layers = h("div", { class: "layers" });
  const chip = h("span", { class: "chip" }, icon("working"), t("ui-preview"));
  const opener = h("button", { type: "button", class: "opener" });
  const node = h("li", { class: "frame" }, layers, chip, opener);
  let picture = null;
  let uncovered = false;
  opener.addEventListener("click", () => {
    if (picture.spoiler && !uncovered) {
      uncovered = true;
      dress();
    } else lightbox(album(), picture, opener);
  });

  function dress() {
    const covered = picture.spoiler && !uncovered;
    node.classList.toggle("draft", picture.draft);
    node.classList.toggle("covered", covered);
    chip.hidden = !picture.draft;
    opener.hidden = picture.draft;
    opener.setAttribute("aria-label", t(covered ? "ui-uncover" : "ui-enlarge"));
    opener.replaceChildren(...(covered ? [h("span", { class: "chip" }, icon("eye"), t("ui-uncover"))] : []));
  }

  return {
    node,
    picture: () => picture,
    show(next) {
      const same = picture?.src === next.src;
      picture = next;
      if (next.width && next.height) proportion(node, next.width, next.height);
      dress();
      if (!same) fadeIn(layers, next, node);
      else layers.lastElementChild?.setAttribute("alt", alt(next));
    },
  };
}

const alt = (picture) => picture.alt || (picture.draft ? t("ui-preview-alt") : "");

/** Tell the style sheet the shape: the frame keeps its place before the picture is there, and a card with one picture fits it. */
function proportion(node, width, height) {
  node.style.setProperty("--ratio", `${width} / ${height}`);
  node.closest(".card")?.style.setProperty("--shape", String(width / height));
}

/** Lay the new picture over the old one once it is decoded, so that nothing flashes. */
function fadeIn(layers, picture, node) {
  const image = h("img", { alt: alt(picture), decoding: "async", class: "arriving" });
  layers.newest = image;
  image.addEventListener("error", () => {
    // A preview frame may be gone by the time it is asked for; the frame before it stays.
    if (picture.draft) return;
    node.classList.add("lost");
    layers.replaceChildren(h("p", {}, icon("picture"), t("ui-picture-lost")));
  });
  const lay = () => {
    if (layers.newest !== image) return;
    if (!picture.width) proportion(node, image.naturalWidth, image.naturalHeight);
    node.classList.remove("lost");
    const older = [...layers.children];
    layers.append(image);
    image.getBoundingClientRect();
    image.classList.remove("arriving");
    setTimeout(() => older.forEach((one) => one.remove()), older.length ? FADE : 0);
  };
  // A browser may refuse to decode ahead (too much at once, a tab in the background): then it does so when it paints.
  image.addEventListener("load", () => image.decode().then(lay, lay));
  image.src = picture.src;
}

/** The large view of one of several pictures. Escape closes it and the focus returns to where it was. */
function lightbox(album, chosen, opener) {
  const box = byId("lightbox");
  let at = Math.max(0, album.indexOf(chosen));
  const image = h("img", { class: "large" });
  const caption = h("p", { class: "caption", dir: "auto" });
  const place = h("span", { class: "place" });
  const step = (by) => {
    at = (at + by + album.length) % album.length;
    image.src = album[at].src;
    image.alt = album[at].alt;
    caption.textContent = album[at].alt;
    place.textContent = album.length > 1 ? `${at + 1} / ${album.length}` : "";
  };
  const back = button(t("ui-picture-before"), { picture: "back", iconOnly: true, onclick: () => step(-1) });
  const forward = button(t("ui-picture-after"), { picture: "next", iconOnly: true, onclick: () => step(1) });
  const close = button(t("ui-close"), { picture: "close", iconOnly: true, onclick: () => box.close() });
  box.replaceChildren(h("div", { class: "bar" }, place, album.length > 1 && back, album.length > 1 && forward, close), image, caption);
  step(0);
  box.onkeydown = (event) => {
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  };
  box.onclick = (event) => event.target === box && box.close();
  box.onclose = () => {
    box.replaceChildren();
    opener.focus();
  };
  box.showModal();
  close.focus();
}
