/** Picked rows of a list: the box in the head picks all, the bar above says how many. */
export function followSelection() {
  document.addEventListener("change", (event) => {
    const list = event.target.closest("[data-selection]");
    if (!list) return;
    if (event.target.matches("[data-pick-all]")) {
      for (const box of picks(list)) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-pick-all], .gr-pick")) show(list);
  });
  for (const list of document.querySelectorAll("[data-selection]")) show(list);
}

function picks(list) {
  return [...list.querySelectorAll(".gr-pick")];
}

function show(list) {
  const boxes = picks(list);
  const count = boxes.filter((box) => box.checked).length;
  const all = list.querySelector("[data-pick-all]");
  if (all) {
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }
  for (const place of list.querySelectorAll("[data-picked]")) place.textContent = count;
}
