import htmx from "htmx.org";

/**
 * What a step of the board still needs, filled in over the board: a[data-here] opens its page in dialog.gr-here.
 * The page is the same as by itself: what is wrong in its form is told there, and once it is saved the card asks anew.
 * A link that leads further into the page stays in the dialog, "Annuleer" closes it, any other leaves the board.
 */
export function openHere() {
  const dialog = document.querySelector("dialog.gr-here");
  if (!dialog || dialog.dataset.ready) return;
  dialog.dataset.ready = "yes";
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-here]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(dialog, link);
  });
  dialog.addEventListener("click", (event) => follow(dialog, event));
  dialog.addEventListener("submit", (event) => send(dialog, event));
  dialog.addEventListener("close", () => askAnew(dialog));
}

const inside = (dialog) => dialog.querySelector(".gr-here-body");

async function open(dialog, link) {
  const place = link.closest("[id^=plek-]");
  Object.assign(dialog.dataset, { place: `#${place.id}`, again: link.dataset.here, from: link.href });
  if (await show(dialog, await fetch(link.href))) {
    place.replaceChildren();
    dialog.showModal();
    focusFirst(dialog);
  } else location.assign(link.href);
}

/** The card's own form, as it is now. */
function askAnew(dialog) {
  inside(dialog).replaceChildren();
  htmx.ajax("GET", dialog.dataset.again, { target: dialog.dataset.place });
}

/** Takes in a page; false where there is none to take in. */
async function show(dialog, answer) {
  if (!answer.ok && ![409, 422].includes(answer.status)) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const body = page.querySelector(".page-body > .container-xl");
  if (!body) return false;
  dialog.dataset.at = answer.url;
  dialog.querySelector("h2").textContent = page.querySelector("h1").textContent;
  inside(dialog).replaceChildren(...body.children);
  htmx.process(inside(dialog));
  return true;
}

function focusFirst(dialog) {
  const first = inside(dialog).querySelector("[data-errors], input:not([type=hidden]), select, textarea, a");
  const chosen = first?.type === "radio" && first.form.querySelector(`[name="${first.name}"]:checked`);
  (chosen || first)?.focus();
}

async function follow(dialog, event) {
  if (event.target.closest("[data-close]")) dialog.close();
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.closest(".gr-form-foot")) {
    event.preventDefault();
    dialog.close();
  } else if (new URL(link.href).pathname.startsWith(`${new URL(dialog.dataset.from).pathname}/`)) {
    event.preventDefault();
    if (await show(dialog, await fetch(link.href))) focusFirst(dialog);
  }
}

async function send(dialog, event) {
  const { target: form, submitter } = event;
  if (form.method === "get") return;
  event.preventDefault();
  if (dialog.dataset.busy) return;
  dialog.dataset.busy = "yes";
  const action = submitter?.getAttribute("formaction") || form.getAttribute("action") || dialog.dataset.at;
  const answer = await fetch(new URL(action, dialog.dataset.at), {
    method: "POST",
    body: new URLSearchParams(new FormData(form, submitter)),
  });
  delete dialog.dataset.busy;
  if (answer.redirected && answer.ok) {
    await showMessages(answer);
    dialog.close();
  } else if (await show(dialog, answer)) focusFirst(dialog);
  else form.submit();
}

/** What the page that follows would have said on top. */
async function showMessages(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.querySelector(".gr-toasts");
  const shown = document.querySelector(".page-body > .container-xl");
  shown.querySelector(".gr-toasts")?.remove();
  if (said) shown.prepend(said);
}
