const PAUSE = 1500;
const AGAIN = 10000;

/** A form with data-typing saves what somebody types after a pause; its button does the same without scripts. */
export function saveWhileTyping() {
  for (const form of document.querySelectorAll("form[data-typing]")) follow(form);
}

function follow(form) {
  const told = document.getElementById(form.dataset.typing);
  let timer, busy, unsaved, halted;

  const soon = (pause = PAUSE) => {
    clearTimeout(timer);
    if (!halted) timer = setTimeout(save, pause);
  };

  async function save() {
    clearTimeout(timer);
    if (busy || !unsaved || halted) return;
    unsaved = false;
    busy = send(form, told);
    const { words, version, wrong, retry } = await busy;
    busy = undefined;
    told.textContent = words;
    told.classList.toggle("gr-unsaved", !version);
    if (version) form.elements.version.value = version;
    else unsaved = true;
    halted = !version && !wrong && !retry;
    if (retry) soon(AGAIN);
    else if (version && unsaved) soon();
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
    setTimeout(() => form.requestSubmit(event.submitter));
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

/** Sends the form; what comes back is what to tell, and the new version when it was saved. */
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
