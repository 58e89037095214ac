// Words of a map are laid out for a screen of usual width. On a narrower one this hides those that would cover a
// word written before them: the trace of words names them in the order of their importance. Works again after
// each drawing.
const LOOK_AGAIN = 100; // milliseconds; Streamlit may draw the map after this component

const LOOSE = 0.15; // share of a box's height that letters leave empty above and below

const apart = (a, b) => {
  const empty = LOOSE * (a.height + b.height);
  return a.right < b.left || b.right < a.left || a.bottom - empty < b.top || b.bottom - empty < a.top;
};

const separate = (plot) => {
  const kept = [];
  const area = plot.getBoundingClientRect();
  const inside = (box) => area.left <= box.left && box.right <= area.right;
  for (const meta of ["kinds", "labels"]) {
    for (const trace of plot._fullData?.filter((each) => each.meta === meta) ?? []) {
      const words = [...plot.querySelectorAll(`.trace${CSS.escape(trace.uid)} .textpoint text`)];
      // read everything first, then write: each change would cost a layout
      const boxes = words.map((word) => word.getBoundingClientRect());
      words.forEach((word, row) => {
        const free = inside(boxes[row]) && kept.every((box) => apart(box, boxes[row]));
        if (free) kept.push(boxes[row]);
        word.style.visibility = free ? "" : "hidden";
      });
    }
  }
};

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
