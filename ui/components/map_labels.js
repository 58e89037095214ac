// Hides the words of a map that would cover a word written before them. The trace of words names them in the
// order of their importance. Works again after each drawing, so that zooming in shows more of them.
const PAUSE = 60; // milliseconds after the last change of the drawing
const LOOK_AGAIN = 100; // milliseconds; Streamlit may draw the map after this component

export default function ({ data }) {
  const box = () => document.querySelector(`.st-key-${CSS.escape(data.container)}`);

  const separate = (plot) => {
    if (!plot?._fullData) return;
    const traces = plot._fullData.filter((trace) => trace.meta === "labels" && trace.visible === true);
    const page = getComputedStyle(document.querySelector(".stApp") ?? document.body);
    for (const trace of traces) {
      const words = [...plot.querySelectorAll(`.trace${CSS.escape(trace.uid)} .textpoint text`)];
      const area = plot.querySelector(".xy .plot, .cartesianlayer .plot")?.getBoundingClientRect();
      const kept = [];
      // read everything first, then write: each change would cost a layout
      const rows = words.map((word) => [word, word.getBoundingClientRect()]);
      const shown = rows.map(([, r]) => {
        const outside = area && (r.right < area.left || r.left > area.right || r.bottom < area.top || r.top > area.bottom + 30);
        const covered = kept.some((k) => r.left < k.right + 3 && k.left < r.right + 3 && r.top < k.bottom && k.top < r.bottom);
        if (outside || covered) return false;
        kept.push(r);
        return true;
      });
      rows.forEach(([word], place) => {
        const wanted = shown[place] ? "visible" : "hidden";
        if (word.style.visibility !== wanted) word.style.visibility = wanted;
        // the theme writes in gray, too faint for a projector and for dense points
        Object.assign(word.style, { fill: page.color, stroke: page.backgroundColor, strokeWidth: "2px", paintOrder: "stroke" });
      });
    }
  };

  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => separate(box()?.querySelector(".js-plotly-plot")), PAUSE);
  };
  let watched = null;
  const observer = new MutationObserver(() => {
    attach();
    soon();
  });
  const attach = () => {
    const plot = box()?.querySelector(".js-plotly-plot");
    if (!plot || plot === watched || !plot.on) return;
    watched = plot;
    plot.on("plotly_afterplot", soon);
    plot.on("plotly_relayout", soon);
  };
  // an image is made of a copy of the chart, which Plotly puts at the end of the page for a moment
  const copies = new MutationObserver((changes) => {
    for (const copy of changes.flatMap((change) => [...change.addedNodes]).filter((node) => node._fullData)) {
      separate(copy);
      copy.on("plotly_afterplot", () => separate(copy));
    }
  });
  copies.observe(document.body, { childList: true });
  let looking = 0;
  const look = () => {
    const here = box();
    if (!here) {
      looking = setTimeout(look, LOOK_AGAIN);
      return;
    }
    observer.observe(here, { childList: true, subtree: true });
    attach();
    soon();
  };
  look();
  return () => {
    observer.disconnect();
    copies.disconnect();
    clearTimeout(timer);
    clearTimeout(looking);
    watched?.removeListener?.("plotly_afterplot", soon);
    watched?.removeListener?.("plotly_relayout", soon);
  };
}
