/** A file that is dropped on a box with data-drop lands in its form for files, which then shows itself. */
export function takeDroppedFiles() {
  for (const box of document.querySelectorAll("[data-drop]")) {
    const form = box.querySelector("[data-drop-form]");
    const carriesFile = (event) => event.dataTransfer.types.includes("Files");
    box.addEventListener("dragover", (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      box.classList.add("gr-dropping");
    });
    box.addEventListener("dragleave", (event) => {
      if (!box.contains(event.relatedTarget)) box.classList.remove("gr-dropping");
    });
    box.addEventListener("drop", (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      box.classList.remove("gr-dropping");
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      const field = form.querySelector("input[type=file]");
      field.files = one.files;
      form.hidden = false;
      form.querySelector("button").focus();
    });
  }
}
