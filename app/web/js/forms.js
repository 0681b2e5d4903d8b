/** A form is sent once: its button turns busy, and comes back when the page does. */
export function keepOneSubmit() {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method === "get" || form.dataset.download !== undefined) return;
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
  });
}

/** A field with data-send sends its form when it changes: a filter, a sort order. */
export function sendOnChange() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
  });
}

/** After a refused form, focus goes to the summary of what is wrong. */
export function showErrorsFirst() {
  document.querySelector("[data-errors]")?.focus();
}

/** A form that only brings a person on, with nothing to choose, goes on by itself. */
export function goOn() {
  document.querySelector("form[data-continue]")?.requestSubmit();
}

/** Only a script can print: without one a person uses the menu of the browser. */
export function offerPrint() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** Near the end of what fits, a field with data-longest says how many signs are left; its form has the words. */
export function countDown() {
  document.addEventListener("input", ({ target }) => target.dataset.longest && tellLeft(target));
}

function tellLeft(field) {
  const left = field.dataset.longest - field.value.length;
  let told = field.nextElementSibling;
  if (!told) {
    told = document.createElement("span");
    told.setAttribute("role", "status");
    field.after(told);
  }
  const { left: some, over } = field.form.dataset;
  const count = Math.abs(left).toLocaleString(document.documentElement.lang);
  told.className = left < 0 ? "gr-left gr-unsaved" : "gr-left";
  told.textContent = left > field.dataset.longest / 10 ? "" : (left < 0 ? over : some).replace("{n}", count);
}
