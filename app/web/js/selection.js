/**
 * Picked rows of a list: the box in the head picks all of the page, the bar above says how many and what to do with them.
 * [data-selection] says of which filter; what was picked on other pages of it is remembered in this tab and sent along.
 */
const KEY = "picked";

export function followSelection() {
  for (const list of document.querySelectorAll("[data-selection]")) {
    recall(list);
    list.addEventListener("change", ({ target }) => change(list, target));
    list.querySelector("[data-pick-none]")?.addEventListener("click", () => clear(list));
    list.addEventListener("submit", () => sendAlong(list));
  }
  document.querySelector("[data-ends-selection]")?.addEventListener("submit", ({ submitter }) => {
    if (submitter?.name) sessionStorage.removeItem(KEY);
  });
}

const picks = (list) => [...list.querySelectorAll(".gr-pick")];
const whole = (list) => list.querySelector("[data-pick-filter]");

/** What was picked of this filter, on whichever page. */
function remembered(list) {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  return new Set(kept.of === list.dataset.selection ? kept.codes : []);
}

function remember(list, codes) {
  sessionStorage.setItem(KEY, JSON.stringify({ of: list.dataset.selection, codes: [...codes] }));
}

function recall(list) {
  const codes = remembered(list);
  for (const box of picks(list)) box.checked ||= codes.has(box.value);
  show(list);
}

function change(list, target) {
  if (target.matches("[data-pick-all]")) for (const box of picks(list)) box.checked = target.checked;
  const codes = remembered(list);
  for (const box of picks(list)) codes[box.checked ? "add" : "delete"](box.value);
  remember(list, codes);
  show(list);
}

function clear(list) {
  for (const box of [...picks(list), whole(list)]) if (box) box.checked = false;
  remember(list, []);
  show(list);
}

function sendAlong(list) {
  for (const gone of list.querySelectorAll("[data-elsewhere]")) gone.remove();
  const here = new Set(picks(list).map((box) => box.value));
  for (const code of remembered(list)) {
    if (here.has(code)) continue;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "lead", value: code });
    field.dataset.elsewhere = "";
    list.append(field);
  }
}

function show(list) {
  const boxes = picks(list);
  const here = boxes.filter((box) => box.checked).length;
  const all = list.querySelector("[data-pick-all]");
  const count = whole(list)?.checked ? Number(whole(list).dataset.pickFilter) : remembered(list).size;
  if (all) {
    all.checked = here > 0 && here === boxes.length;
    all.indeterminate = here > 0 && here < boxes.length;
  }
  for (const place of list.querySelectorAll("[data-picked]")) place.textContent = count;
  for (const part of list.querySelectorAll("[data-picked-words], [data-pick-none]")) part.hidden = count === 0;
  for (const button of list.querySelectorAll("button[formaction]")) button.disabled = count === 0;
}
