// Draws an option for a document: app/papers/drawing.py runs this in an engine without a browser.
import "./no-browser.js";
import { echarts } from "./echarts.js";
import { THEME } from "./theme.js";

const FONT = "Figtree";
const asPrinted = JSON.parse(JSON.stringify(THEME).replaceAll(THEME.textStyle.fontFamily, FONT));
for (const type of ["bar", "line", "scatter"]) {
  asPrinted[type] = { ...asPrinted[type], label: { textBorderWidth: 0 }, endLabel: { textBorderWidth: 0 } };
}
echarts.registerTheme("print", asPrinted);

/** An option and, where it needs one, the outlines of its map, both as JSON: SVG, as JSON too. */
globalThis.draw = (option, outlines, width, height) => {
  if (outlines && !echarts.getMap("nl")) echarts.registerMap("nl", outlines);
  const chart = echarts.init(null, "print", { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ ...JSON.parse(option), animation: false, tooltip: { show: false } });
    return JSON.stringify(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
};
