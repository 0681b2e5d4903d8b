// Draws every [data-chart] from the option beside it. The same options are drawn in documents on the server.
import { echarts } from "./echarts.js";
import { THEME } from "./theme.js";

echarts.registerTheme("gr", THEME);

const ON_PAPER = { half: 370, whole: 780 }; // how wide a chart is drawn for a page of A4

await Promise.all([...document.querySelectorAll("[data-chart]")].map(draw));
document.documentElement.dataset.ready = "yes";

async function draw(box) {
  const option = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  if (box.dataset.map) await learnMap(box.dataset.map);
  box.replaceChildren();
  const chart = echarts.init(box, "gr", { renderer: "svg" });
  chart.setOption({ ...option, animation: false, tooltip: { ...option.tooltip, renderMode: "richText" } });
  chart.on("click", ({ data }) => {
    if (data?.href) window.location.assign(data.href);
  });
  const fit = (size) => resize(chart, box, size);
  new ResizeObserver(() => fit()).observe(box);
  addEventListener("beforeprint", () => fit(onPaper(box)));
  addEventListener("afterprint", () => fit());
  fit();
}

/** Draws a chart as large as its box, or as it is told; a box without a size is not seen, and a map cannot be in it. */
function resize(chart, box, { width = box.clientWidth, height = box.clientHeight } = {}) {
  if (!width || !height) return;
  chart.resize({ width, height });
  chart.getZr().flush();
  box.querySelector("svg").setAttribute("viewBox", `0 0 ${width} ${height}`); // on paper it fits whatever room there is
}

function onPaper(box) {
  if (box.closest(".gr-half, .gr-trend:not(.gr-trend-main)")) return { width: ON_PAPER.half };
  return { width: ON_PAPER.whole, height: Math.min(box.clientHeight, 264) };
}

/** Fetches the outlines once; options name the map "nl". */
async function learnMap(address) {
  if (echarts.getMap("nl")) return;
  const answer = await fetch(address);
  echarts.registerMap("nl", await answer.json());
}
