/** A definition closes with Escape without moving focus or pointer, and comes back at the next visit (WCAG 1.4.13). */
export function closeTipsOnEscape() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const tip of document.querySelectorAll(".gr-tip:hover, .gr-tip:focus-within")) {
      tip.classList.add("gr-tip-closed");
    }
  });
  for (const moment of ["mouseout", "focusout"]) {
    document.addEventListener(moment, (event) => {
      const tip = event.target.closest?.(".gr-tip-closed");
      if (tip && !tip.contains(event.relatedTarget)) tip.classList.remove("gr-tip-closed");
    });
  }
  document.addEventListener("click", (event) => event.target.closest(".gr-info")?.focus());
}
