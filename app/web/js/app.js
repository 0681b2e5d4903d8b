// Comfort for those who have scripts; every page and form works without.
import htmx from "htmx.org";

import { closeMenusOutside, closeWhereNarrow } from "./menus.js";
import { takeDroppedFiles } from "./drop.js";
import { openHere } from "./here.js";
import { followSelection } from "./selection.js";
import { searchAnywhere } from "./search.js";
import { listenToShortcuts } from "./shortcuts.js";
import { countDown, goOn, keepOneSubmit, offerPrint, sendOnChange, showErrorsFirst } from "./forms.js";
import { closeTipsOnEscape } from "./tips.js";
import { saveWhileTyping, warnBeforeLeaving } from "./typing.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "409|422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

closeMenusOutside();
closeWhereNarrow();
closeTipsOnEscape();
keepOneSubmit();
sendOnChange();
showErrorsFirst();
goOn();
countDown();
offerPrint();
followSelection();
openHere();
searchAnywhere();
listenToShortcuts();
takeDroppedFiles();
saveWhileTyping();
warnBeforeLeaving();
htmx.onLoad(dragWhereThereIsABoard);

/** Dragging weighs as much as the rest together: only a board fetches it. */
async function dragWhereThereIsABoard(part) {
  if (!part.querySelector("[data-step]")) return;
  const { dragCards } = await import("./board.js");
  dragCards(part);
}
