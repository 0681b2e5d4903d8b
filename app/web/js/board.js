import htmx from "htmx.org";
import Sortable from "sortablejs";

/**
 * Cards of the board move by drag as well as by their link: both ask the same address.
 * A column is [data-step], a card [data-code] with its [data-version]; the board holds one form[data-move] with the rest,
 * in whose address CODE stands for the card's.
 */
export function dragCards(part = document) {
  for (const column of part.querySelectorAll?.("[data-step]") ?? []) {
    if (column.dataset.sortable) continue;
    column.dataset.sortable = "yes";
    Sortable.create(column, {
      group: "board",
      draggable: ".gr-drag",
      filter: "a, button, summary, input, select, textarea, form",
      preventOnFilter: false,
      ghostClass: "gr-card-ghost",
      animation: 0,
      delayOnTouchOnly: true,
      delay: 180,
      onEnd: send,
    });
  }
}

/** The card asks for its new step; what that step still needs comes to stand in the card. */
function send({ item, from, to }) {
  if (from === to) return;
  const { code, version } = item.dataset;
  const form = document.querySelector("form[data-move]");
  htmx.ajax("POST", form.getAttribute("action").replace("CODE", code), {
    target: `#plek-${code}`,
    values: { ...Object.fromEntries(new FormData(form)), version, step: to.dataset.step },
  });
}
