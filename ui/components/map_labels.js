// Words of a map are laid out for a screen of usual width. On a narrower one this moves those that would cover a
// point or a word written before them to another side of their point, and hides those that find no room: the trace of
// words names them in the order of their importance. Works again after each drawing.
const LOOK_AGAIN = 100; // milliseconds; Streamlit may draw the map after this component

const LOOSE = 0.15; // share of a box's height that letters leave empty above and below
const CROWDED = 150; // points, from which a word may cover some of them
const COVERED = 4; // points that a word may cover there
const STEP = 6; // pixels that the name of a kind moves at a time
const FURTHEST = 8; // steps
const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]];

const apart = (a, b) => {
  const empty = LOOSE * (a.height + b.height);
  return a.right < b.left || b.right < a.left || a.bottom - empty < b.top || b.bottom - empty < a.top;
};

const moved = ({ left, right, top, bottom, width, height }, [x, y]) => ({
  left: left + x, right: right + x, top: top + y, bottom: bottom + y, width, height,
});

// Where a word stands without what was done to it here.
const boxOf = (word) => moved(word.getBoundingClientRect(), (word.moved ?? [0, 0]).map((by) => -by));

// Where a point of a trace lies on the screen: its marker may still be on the way there.
function pixelOf({ xaxis, yaxis }, area, trace, row) {
  return [area.left + xaxis._offset + xaxis.l2p(trace.x[row]), area.top + yaxis._offset + yaxis.l2p(trace.y[row])];
}

const sizeOf = ({ marker }, row) => (Array.isArray(marker?.size) ? marker.size[row] : marker?.size) ?? 0;

function markersOf(plot, area) {
  const boxes = [];
  for (const trace of plot._fullData ?? []) {
    if (trace.type !== "scatter" || trace.marker?.opacity === 0 || !trace.mode?.includes("markers")) continue;
    for (let row = 0; row < trace.x.length; row++) {
      const [x, y] = pixelOf(plot._fullLayout, area, trace, row);
      const size = sizeOf(trace, row);
      boxes.push({ left: x - size / 2, right: x + size / 2, top: y - size / 2, bottom: y + size / 2, width: size, height: size });
    }
  }
  return boxes;
}

// The ways from where a word stands to each side of its point; the name of a kind has none and looks around.
function waysOf(plot, area, trace, row, box) {
  if (trace.meta === "kinds") {
    const ways = [];
    for (let x = -FURTHEST; x <= FURTHEST; x++) for (let y = -FURTHEST; y <= FURTHEST; y++) ways.push([x * STEP, y * STEP]);
    return ways.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
  }
  const offset = sizeOf(trace, row) / 1.6 + 1; // where Plotly writes beside a marker of that size
  const point = pixelOf(plot._fullLayout, area, trace, row);
  const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const half = [box.width / 2, box.height / 2];
  const sides = SIDES.map((side) => side.map((to, axis) => point[axis] + to * (offset + half[axis]) - middle[axis]));
  return [[0, 0], ...sides];
}

function separate(plot) {
  const area = plot.getBoundingClientRect();
  const inside = (box) => area.left <= box.left && box.right <= area.right && area.top <= box.top && box.bottom <= area.bottom;
  const markers = markersOf(plot, area);
  const most = markers.length <= CROWDED ? 0 : COVERED;
  const kept = [...plot.querySelectorAll(".annotation-text")].map((text) => text.getBoundingClientRect()).filter(({ width }) => width);
  let first = true; // the word that is looked at: it is always written
  const changes = [];
  for (const meta of ["kinds", "labels"]) {
    for (const trace of plot._fullData?.filter((each) => each.meta === meta) ?? []) {
      const words = [...plot.querySelectorAll(`.trace${CSS.escape(trace.uid)} .textpoint text`)];
      words.forEach((word, row) => {
        const box = boxOf(word);
        const covered = (at) => markers.filter((marker) => !apart(at, marker)).length;
        const fits = (at) => inside(at) && kept.every((other) => apart(other, at));
        const ways = waysOf(plot, area, trace, row, box);
        const free = ways.find((each) => fits(moved(box, each)) && covered(moved(box, each)) <= most);
        const way = free ?? (meta === "kinds" || first ? ways.find((each) => fits(moved(box, each))) : undefined);
        if (meta === "labels") first = false;
        if (way) kept.push(moved(box, way));
        changes.push([word, way]);
      });
    }
  }
  // everything was read first: each change would cost a layout
  for (const [word, way] of changes) {
    word.moved = way ?? [0, 0];
    word.style.translate = word.moved.some(Boolean) ? word.moved.map((by) => `${by.toFixed(1)}px`).join(" ") : "";
    word.style.visibility = way ? "" : "hidden";
  }
}

export default function ({ data }) {
  let waiting = 0;
  let plot = null;
  const draw = () => separate(plot);
  const look = () => {
    const here = document.querySelector(`.st-key-${CSS.escape(data.container)} .js-plotly-plot`);
    if (here?.on && here !== plot) {
      plot = here;
      plot.on("plotly_afterplot", draw);
      draw();
    }
    waiting = setTimeout(look, LOOK_AGAIN);
  };
  look();
  return () => {
    clearTimeout(waiting);
    plot?.removeListener?.("plotly_afterplot", draw);
  };
}
