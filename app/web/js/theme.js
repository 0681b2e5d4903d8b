const INK = "#17262a";
const GREY = "#4b5b60";
const GRID = "#e3e8e9";
const FONT = "Figtree Variable, system-ui, sans-serif";

const axis = {
  axisLine: { lineStyle: { color: "#9fb0b4" } },
  axisTick: { show: false },
  axisLabel: { color: GREY, fontSize: 12, fontFamily: FONT },
  splitLine: { lineStyle: { color: GRID } },
};

/** How charts look: petrol first, heather second, quiet axes. */
export const THEME = {
  color: ["#0f5560", "#84346f", "#8fbcc0", "#5c6f75", "#c9a3be"],
  textStyle: { fontFamily: FONT, color: INK },
  categoryAxis: { ...axis, splitLine: { show: false } },
  valueAxis: { ...axis, axisLine: { show: false } },
  timeAxis: { ...axis, splitLine: { show: false } },
  line: { lineStyle: { width: 3 }, symbol: "circle", symbolSize: 8 },
  scatter: { itemStyle: { opacity: 1 } },
  tooltip: {
    backgroundColor: "#0a333a",
    borderWidth: 0,
    textStyle: { color: "#fff", fontFamily: FONT, fontSize: 13 },
  },
};
