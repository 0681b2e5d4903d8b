// Draws every [data-chart] from the option beside it. The same options are drawn in documents on the server.
import { echarts } from "./echarts.js";
import { THEME } from "./theme.js";

echarts.registerTheme("gr", THEME);

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
  new ResizeObserver(() => chart.resize()).observe(box);
}

/** Fetches the outlines once; options name the map "nl". */
async function learnMap(address) {
  if (echarts.getMap("nl")) return;
  const answer = await fetch(address);
  echarts.registerMap("nl", await answer.json());
}
