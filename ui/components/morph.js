// Maps whose dots move: where a figure that names itself in `layout.meta.morph` is drawn anew, each dot sets out
// from where it was, and what has no place of its own yet (words, lines, a ring) comes into sight at the end.
// `meta.morph.by` says what a dot is known by: its "text", or its "index" in its trace.
const MORPH_TIME = 700; // milliseconds
const EASING = "cubic-bezier(0.65, 0, 0.35, 1)";
const morphs = new Map(); // name -> { drawing, places }

const digest = (values) => (values?.length ? `${values.length}:${values[0]}:${values[values.length >> 1]}:${values.at(-1)}` : "");

// What tells one drawing from another: zooming leaves it as it is.
const drawingOf = (plot) => plot._fullData.map((trace) => `${digest(trace.x)}/${digest(trace.y)}`).join(" ");

function dotsOf(plot, by) {
  const dots = new Map();
  for (const trace of plot._fullData) {
    if (!trace.mode?.includes("markers") || trace.marker?.opacity === 0 || (by === "text" && trace.meta)) continue;
    [...plot.querySelectorAll(`.trace${CSS.escape(trace.uid)} path.point`)].forEach((dot, index) => {
      let key = by === "text" ? String(trace.text?.[index]) : `${trace.index} ${index}`;
      while (dots.has(key)) key += "'"; // several points may have the same label
      dots.set(key, dot);
    });
  }
  return dots;
}

const placeOf = (dot) => dot.getAttribute("transform")?.match(/translate\(([-\d.e]+)[, ]+([-\d.e]+)\)/)?.slice(1).map(Number);

function morphFigure(plot) {
  const morph = plot.layout?.meta?.morph;
  if (!morph || !plot._fullData?.length) return;
  const before = morphs.get(morph.name);
  const drawing = drawingOf(plot);
  const dots = dotsOf(plot, morph.by);
  const places = new Map([...dots].map(([key, dot]) => [key, placeOf(dot)]).filter(([, place]) => place));
  if (!places.size) return;
  morphs.set(morph.name, { drawing, places });
  if (before && before.drawing !== drawing && !isStill()) moveDots(plot, dots, before.places, places);
  delete plot.morphTime;
}

function moveDots(plot, dots, before, places) {
  const duration = plot.morphTime ?? MORPH_TIME;
  const still = new Set();
  for (const [key, dot] of dots) {
    const [from, to] = [before.get(key), places.get(key)];
    if (!from || !to) continue;
    still.add(dot);
    const keyframes = [from, to].map(([x, y]) => ({ transform: `translate(${x}px, ${y}px)` }));
    dot.animate(keyframes, { duration, easing: EASING });
  }
  if (plot.morphTime || !still.size) return; // a frame of many
  for (const other of plot.querySelectorAll(".scatterlayer :is(path.point, path.js-line, text)"))
    if (!still.has(other)) other.animate([{ opacity: 0 }, { opacity: 0, offset: 0.7 }, {}], { duration: duration * 1.3 });
}

function equipMorph(box) {
  const plot = box.querySelector(PLOT);
  if (!plot?.on || !plot._fullLayout || plot.morphs) return;
  plot.morphs = true;
  plot.on("plotly_afterplot", () => morphFigure(plot));
  morphFigure(plot);
}
