// Figures whose type grows: every size in a figure is multiplied, and Streamlit's own Plotly draws it anew.
const FONT = /font$/;

const root = document.documentElement;
const LECTURE_TYPE = 1.2; // type of the lecture mode

// 1 on a common screen, up to 2 where the window is wide and high: a projector, a big screen.
function windowScale() {
  if (innerWidth <= 1400) return 1;
  return Math.max(1, Math.min(innerWidth / 1280, innerHeight / 800, 2));
}

const pageScale = () => windowScale() * (isLecture() ? LECTURE_TYPE : 1);

// The page grows by the size that all of Streamlit's sizes are multiples of.
function growPage() {
  root.style.setProperty("--scale", String(pageScale()));
  root.classList.toggle("grown", pageScale() !== 1);
  reserveHeights();
  for (const plot of document.querySelectorAll(`${FIGURE}:not([data-enlarged]) ${PLOT}`)) growFigure(plot, pageScale());
}

// The box of a figure has its height before the figure is there.
function reserveHeights() {
  const scale = windowScale();
  for (const box of document.querySelectorAll(`${FIGURE}:not([data-enlarged])`)) {
    if (scale === 1 && !box.style.minHeight) continue;
    box.style.minHeight = "";
    if (scale !== 1) box.style.minHeight = `${parseFloat(getComputedStyle(box).height) * scale}px`;
  }
}

const scaleOf = (plot) => plot.layout?.grown ?? 1;

function isSize(key, parent) {
  if (key === "size") return FONT.test(parent) || parent === "marker";
  if (key === "width") return parent === "line" || parent === "marker.line";
  if ("lrtb".includes(key) && key.length === 1) return parent === "margin" || parent === "pad";
  return ["thickness", "ticklen", "standoff", "ax", "ay", "xshift", "yshift", "borderpad"].includes(key);
}

function multiplied(value, by, key = "", parent = "") {
  if (typeof value === "number") return isSize(key, parent) ? value * by : value;
  if (Array.isArray(value)) {
    if (isSize(key, parent)) return value.map((one) => (typeof one === "number" ? one * by : one));
    const plain = value.some((one) => one && typeof one === "object" && !Array.isArray(one) && !ArrayBuffer.isView(one));
    return plain ? value.map((one) => multiplied(one, by, key, parent)) : value;
  }
  if (ArrayBuffer.isView(value)) return isSize(key, parent) ? Array.from(value, (one) => one * by) : value;
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, multiplied(inner, by, name, key)]));
}

function growFigure(plot, scale) {
  const by = scale / scaleOf(plot);
  if (!plot.layout || Math.abs(by - 1) < 0.01) return;
  rewriteFigure(plot, (part) => multiplied(part, by), { ...firstAxes(plot.layout), grown: scale });
}

// Changes every part of a figure, its frames too; Streamlit takes it up as if a person had changed it.
function rewriteFigure(plot, rewrite, layout = {}) {
  plot.data = rewrite(plot.data);
  plot.layout = { ...rewrite(plot.layout), ...layout };
  for (const frame of framesOf(plot)) {
    frame.data = rewrite(frame.data);
    frame.layout = rewrite(frame.layout);
  }
  plot.emit("plotly_redraw", {});
}

// The axes of a figure that is drawn to scale, with the ranges it came with: Plotly widens them to the shape of each box.
function firstAxes(layout) {
  const ranges = Object.entries(layout.meta?.ranges ?? {});
  return Object.fromEntries(ranges.map(([name, range]) => [name, { ...layout[name], range: [...range] }]));
}

// A figure to scale is as large as its box allows: it may have been drawn for another one before.
const LARGE = 0.97;
const spanOf = ([low, high]) => Math.abs(high - low);

function spreadFigure(plot) {
  const ranges = plot?.layout?.meta?.ranges;
  const { xaxis: x, yaxis: y } = plot?._fullLayout ?? {};
  if (!ranges?.xaxis || !ranges.yaxis || ranges.xaxis2 || !x?._length || !y?._length) return;
  const ratio = y.scaleratio ?? 1;
  const largest = Math.min(x._length / spanOf(ranges.xaxis), y._length / spanOf(ranges.yaxis) / ratio);
  const box = `${x._length} ${y._length}`;
  if (x._length / spanOf(x.range) > largest * LARGE || plot.spread === box) return;
  plot.spread = box; // once for each size
  plot.layout = { ...plot.layout, ...firstAxes(plot.layout) };
  plot.emit("plotly_redraw", {});
}
