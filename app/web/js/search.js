import htmx from "htmx.org";

import { element, isTyping } from "./pages.js";
import { areOff } from "./shortcuts.js";

const NARROW = "(max-width: 767px)";

/** `/` and Ctrl-K open the search in a dialog over any page; on a small screen it is a page of its own. */
export function searchAnywhere() {
  const link = document.querySelector("a[data-search]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || isNarrow()) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    const wanted = event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    const alone = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const short = alone && !isTyping(event.target) && !areOff();
    if (!wanted && !short) return;
    event.preventDefault();
    const field = document.querySelector("input[data-search-field]");
    if (field) field.select();
    else if (isNarrow()) link.click();
    else open(link);
  });
}

const isNarrow = () => window.matchMedia(NARROW).matches;

function open(link) {
  const dialog = document.querySelector("dialog.gr-search") ?? make(link);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
}

/** The dialog: a form that any browser can send, and under it what the server finds while somebody types. */
function make(link) {
  const { label, placeholder, hint } = link.dataset;
  const dialog = element("dialog", { class: "gr-search", "aria-label": link.textContent.trim() });
  const form = element("form", { role: "search", action: link.href, class: "gr-search-bar" });
  const field = element("input", {
    type: "search",
    name: "q",
    class: "form-control",
    maxlength: "120",
    autocomplete: "off",
    "aria-label": label,
    placeholder,
    "hx-get": link.href,
    "hx-trigger": "input changed delay:150ms",
    "hx-target": "next .gr-search-found",
    "hx-sync": "this:replace",
  });
  const count = element("p", { role: "status", class: "visually-hidden", id: "zoek-aantal" });
  form.append(link.querySelector("svg").cloneNode(true), field);
  dialog.append(form, count, element("div", { class: "gr-search-found" }), element("p", { class: "gr-search-hint" }));
  dialog.lastChild.textContent = hint;
  dialog.addEventListener("keydown", move);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  htmx.process(dialog);
  return dialog;
}

/** Arrows go through what was found and back to the field; Escape closes, and focus returns to where it was. */
function move(event) {
  const dialog = event.currentTarget;
  if (event.key === "Escape") {
    event.preventDefault();
    dialog.close();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const places = [...dialog.querySelectorAll("input, a")];
  places[places.indexOf(document.activeElement) + step]?.focus();
}
