/** Menus are <details>: one at a time, closed by Escape or by a press elsewhere. */
export function closeMenusOutside() {
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

function openMenus() {
  return document.querySelectorAll("details.gr-menu[open], details.gr-who-menu[open]");
}

/** A list with data-closes-narrow is in the way on a small screen, until somebody asks for it. */
export function closeWhereNarrow() {
  if (window.matchMedia("(min-width: 1360px)").matches) return;
  for (const list of document.querySelectorAll("details[data-closes-narrow]")) list.open = false;
}
