// What several parts of a page need.

/** Whether somebody is typing in the place where a key was pressed. */
export function isTyping(place) {
  return place.isContentEditable || place.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");
}

/** An element with attributes. */
export function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
