import { element, isTyping } from "./pages.js";

const OFF = "sneltoetsen-uit";
const SEQUENCE_MS = 1500;

/** Keys that lead somewhere from any page, `?` for the list of them; a person may turn them off on a device. */
export function listenToShortcuts() {
  const link = document.querySelector("a[data-shortcuts]");
  if (!link) return;
  const places = JSON.parse(link.dataset.shortcuts);
  let before = "";
  let since = 0;
  followSwitches(document);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (areOff() || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") return show(event, link);
    const typed = `${event.timeStamp - since < SEQUENCE_MS ? `${before} ` : ""}${event.key}`;
    const found = places[typed] ?? places[event.key];
    [before, since] = [event.key, event.timeStamp];
    if (!found) return;
    event.preventDefault();
    location.assign(found);
  });
}

export const areOff = () => localStorage.getItem(OFF) !== null;

async function show(event, link) {
  event.preventDefault();
  const dialog = document.querySelector("dialog.gr-shortcuts") ?? (await make(link));
  if (!dialog.open) dialog.showModal();
}

async function make(link) {
  const dialog = element("dialog", { class: "gr-shortcuts", "aria-labelledby": "gr-shortcuts-title" });
  const title = element("h2", { class: "card-title", id: "gr-shortcuts-title" });
  const close = element("button", { type: "button", class: "btn", autofocus: "" });
  const list = element("div", {});
  title.textContent = link.dataset.title;
  close.textContent = link.dataset.close;
  list.innerHTML = await (await fetch(link.dataset.list, { headers: { "HX-Request": "true" } })).text();
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.append(title, list, close);
  document.body.append(dialog);
  followSwitches(dialog);
  return dialog;
}

/** What turns the keys off shows only where there are scripts: without them no key does anything. */
function followSwitches(place) {
  for (const box of place.querySelectorAll("input[data-keys-off]")) {
    for (const part of [box, box.nextElementSibling]) part.hidden = false;
    box.checked = areOff();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.setItem(OFF, "1");
      else localStorage.removeItem(OFF);
    });
  }
}
