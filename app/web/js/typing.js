const PAUSE = 1500;
const AGAIN = 10000;

/** A form with data-typing saves what somebody types after a pause; its button does the same without scripts. */
export function saveWhileTyping() {
  for (const form of document.querySelectorAll("form[data-typing]")) follow(form);
}

/** A form with data-warns holds a person back who leaves with something in it that was not sent. */
export function warnBeforeLeaving() {
  for (const form of document.querySelectorAll("form[data-warns]")) {
    let unsent = form.dataset.unsaved !== undefined;
    form.addEventListener("input", () => (unsent = true));
    form.addEventListener("submit", () => (unsent = false));
    window.addEventListener("beforeunload", (event) => unsent && event.preventDefault());
  }
}

function follow(form) {
  const told = document.getElementById(form.dataset.typing);
  const { read } = form.elements;
  const texts = [...form.querySelectorAll("textarea")];
  let timer, busy, halted;
  let unsaved = form.dataset.unsaved !== undefined;
  const kept = new Map(unsaved ? [] : texts.map((field) => [field.name, field.value]));

  const soon = (pause = PAUSE) => {
    clearTimeout(timer);
    if (!halted) timer = setTimeout(save, pause);
  };

  async function save() {
    clearTimeout(timer);
    if (busy || !unsaved || halted) return;
    unsaved = false;
    const sent = texts.map((field) => [field.name, field.value]);
    busy = send(form, told);
    const answer = await busy;
    busy = undefined;
    const left = answer.unsaved ?? sent.map(([name]) => name);
    for (const [name, text] of sent) if (!left.includes(name)) kept.set(name, text);
    if (answer.read) read.value = answer.read;
    told.textContent = answer.words;
    told.classList.toggle("gr-unsaved", left.length > 0);
    halted = !answer.read && !answer.retry;
    if (answer.retry) soon(AGAIN);
    else if (unsaved) soon();
    unsaved ||= left.length > 0;
  }

  form.addEventListener("input", (event) => {
    unsaved = true;
    mark(event.target);
    soon();
  });
  form.addEventListener("submit", async (event) => {
    unsaved = false;
    clearTimeout(timer);
    if (!busy) return;
    event.preventDefault();
    await busy;
    unsaved = false;
    setTimeout(() => form.requestSubmit(event.submitter));
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (unsaved || busy) keep(form, texts, kept);
  });
  window.addEventListener("pageshow", (event) => event.persisted && sessionStorage.removeItem(place(form)));
  if (comeBack(form, texts)) {
    unsaved = true;
    save();
  }
}

const place = (form) => `typed ${form.dataset.typist} ${location.pathname}`;

/** What leaves with the page before it is known to be saved waits for the next one, with what it began with. */
function keep(form, texts, kept) {
  const marks = JSON.parse(form.elements.read.value);
  const left = texts.filter((field) => field.value !== kept.get(field.name));
  const typed = left.map((field) => [field.name, field.value, marks[field.name] ?? ""]);
  sessionStorage.setItem(place(form), JSON.stringify(typed));
}

/** Puts back what left with the page before; whether there was anything. */
function comeBack(form, texts) {
  const { read } = form.elements;
  const typed = JSON.parse(sessionStorage.getItem(place(form)) ?? "[]");
  sessionStorage.removeItem(place(form));
  const marks = JSON.parse(read.value);
  for (const [name, text, mark] of typed) {
    const field = texts.find((one) => one.name === name);
    if (!field || field.value === text) continue;
    field.value = text;
    marks[name] = mark;
  }
  read.value = JSON.stringify(marks);
  return typed.length > 0;
}

/** Sends the form; what comes back is what to tell, with what was not saved and the marks of what was. */
async function send(form, told) {
  told.textContent = told.dataset.busy;
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
      redirect: "error",
    });
    const is_ours = answer.headers.get("Content-Type")?.startsWith("application/json");
    return is_ours ? await answer.json() : { words: told.dataset.out };
  } catch {
    return { words: told.dataset.offline, retry: true };
  }
}

/** The list of sections shows which are written. */
function mark(field) {
  const link = document.querySelector(`[data-written-of="${field.name}"]`);
  link?.toggleAttribute("data-written", field.value.trim() !== "");
}
