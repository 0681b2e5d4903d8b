import Sortable from "sortablejs";

/**
 * Cards of the board move by drag as well as by their menu: both send the same form.
 * A column is [data-step]; a card holds form[data-move], whose field `step` gets the column's step.
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

function send({ item, from, to }) {
  if (from === to) return;
  const form = item.querySelector("form[data-move]");
  form.elements.step.value = to.dataset.step;
  form.requestSubmit();
}
