// Hands of a clock that can be taken hold of: a handle at the end of each, moved by a finger, the mouse or the arrow
// keys. The hand follows in whole positions; the page learns of the new ones when it is let go.
const LOOK_AGAIN = 400; // milliseconds; Streamlit draws the clock after this component, and may draw it anew
const REST = 300; // milliseconds after the last key
const SLOWEST = 0.06; // radians of the pointer per position: a slow pair hardly turns, its position still can be set
const [ARC, HANDS, DEGREES] = [1, [2, 4], 6]; // traces of `clock_figure`; behind each hand stands its name
const FULL = 2 * Math.PI;
const LEAPS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10, Home: -1e9, End: 1e9 };

let owner = null;
let keyed = -1; // side of the handle that keys move: it has the focus again when its clock was drawn anew

document.addEventListener("pointerdown", () => (keyed = -1), true);

export default function ({ data, setTriggerValue }) {
  const { range: [low, high], shift, turn, radii, narrow, hands } = data;
  const { arc, reach, inside, opposite } = radii;
  const positions = [...data.positions]; // without what both were moved on by
  const here = (owner = {});
  let [plot, handles, timer] = [null, [], 0];

  const angleOf = (side) => hands[side].angle + turn * (positions[side] - data.positions[side]);
  const wrapped = (angle) => angle - FULL * Math.round(angle / FULL);
  const at = (angle, radius) => [radius * Math.cos(angle), radius * Math.sin(angle)];
  const clamp = (position) => Math.min(high, Math.max(low, Math.round(position)));

  const redraw = () => {
    const between = wrapped(angleOf(1) - angleOf(0));
    const traces = [...plot.data];
    const change = (index, values) => (traces[index] = { ...traces[index], ...values });
    HANDS.forEach((index, side) => {
      const [x, y] = at(angleOf(side), 1);
      change(index, { x: [0, x], y: [0, y] });
      const [right, up] = at(angleOf(side), reach);
      const text = `${hands[side].text} at ${(positions[side] + shift).toLocaleString("en-US")}`;
      const textposition = x > 0.35 ? "middle right" : x < -0.35 ? "middle left" : y > 0 ? "top center" : "bottom center";
      change(index + 1, { x: [right], y: [up], text: [text], textposition });
    });
    const points = Array.from({ length: 25 }, (_, step) => at(angleOf(0) + (between * step) / 24, arc));
    change(ARC, { x: [0, ...points.map(([x]) => x)], y: [0, ...points.map(([, y]) => y)] });
    const [x, y] = at(angleOf(0) + between / 2, Math.abs(between) < narrow ? opposite : inside);
    change(DEGREES, { x: [x], y: [y], text: [`${Math.round(Math.abs((between * 360) / FULL))}°`] });
    plot.data = traces;
    plot.emit("plotly_redraw", {}); // Streamlit takes the figure up as if a person had changed it
  };
  const report = () => {
    clearTimeout(timer);
    if (positions.some((position, side) => position !== data.positions[side])) setTriggerValue("moved", positions);
  };
  const moveTo = (side, position) => {
    if (clamp(position) === positions[side]) return;
    positions[side] = clamp(position);
    handles[side].setAttribute("aria-valuenow", String(positions[side] + shift));
    redraw();
  };

  const centerOf = () => {
    const { left, top } = plot.getBoundingClientRect();
    const { xaxis, yaxis } = plot._fullLayout;
    return [left + xaxis._offset + xaxis.l2p(0), top + yaxis._offset + yaxis.l2p(0)];
  };
  const pointed = ({ clientX, clientY }) => {
    const [x, y] = centerOf();
    return Math.atan2(y - clientY, clientX - x);
  };
  const place = () => {
    const { xaxis, yaxis } = plot._fullLayout;
    const [outer, inner] = [plot.parentElement.closest(".stPrintGraphic"), plot].map((each) => each.getBoundingClientRect());
    HANDS.forEach((index, side) => {
      const trace = plot._fullData[index];
      if (!handles[side] || !trace?.x) return;
      handles[side].style.left = `${inner.left - outer.left + xaxis._offset + xaxis.l2p(trace.x[1])}px`;
      handles[side].style.top = `${inner.top - outer.top + yaxis._offset + yaxis.l2p(trace.y[1])}px`;
    });
  };

  const equip = (handle, side) => {
    handle.setAttribute("aria-label", `Position of “${hands[side].name}”`);
    for (const [name, value] of [["min", low], ["max", high], ["now", positions[side]]])
      handle.setAttribute(`aria-value${name}`, String(value + shift));
    handle.onpointerdown = (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      clearTimeout(plot.closest(".stPrintGraphic").querySelector(".motion-line")?.timer); // no film while a hand is held
      let [last, way] = [pointed(event), 0];
      const start = positions[side];
      handle.onpointermove = (move) => {
        way += wrapped(pointed(move) - last);
        last = pointed(move);
        moveTo(side, start + way / Math.max(turn, SLOWEST));
      };
      handle.onpointerup = handle.onpointercancel = () => {
        handle.onpointermove = handle.onpointerup = handle.onpointercancel = null;
        report();
      };
    };
    handle.onblur = ({ relatedTarget }) => relatedTarget && (keyed = -1);
    handle.onkeydown = (event) => {
      if (!(event.key in LEAPS)) return;
      event.preventDefault();
      keyed = side;
      moveTo(side, positions[side] + LEAPS[event.key]);
      clearTimeout(timer);
      timer = setTimeout(report, REST);
    };
  };
  const attach = () => {
    if (owner !== here) return stop(); // Streamlit has called again, with newer positions
    if (document.activeElement === document.body) handles[keyed]?.focus({ preventScroll: true }); // its clock was drawn anew
    const found = document.querySelector(`.st-key-${CSS.escape(data.container)} .js-plotly-plot`);
    if (found === plot || !found?.on || !found._fullLayout) return;
    plot?.removeListener?.("plotly_afterplot", place);
    plot = found;
    const box = plot.closest(".stPrintGraphic");
    handles = [...box.querySelectorAll(":scope > .clock-handle")]; // of the run before: one of them may have the focus
    while (handles.length < hands.length) {
      const handle = Object.assign(document.createElement("div"), { className: "clock-handle", tabIndex: 0 });
      handle.setAttribute("role", "slider");
      box.append(handle);
      handles.push(handle);
    }
    handles.forEach(equip);
    plot.on("plotly_afterplot", place);
    place();
  };
  const looking = setInterval(attach, LOOK_AGAIN);
  const stop = () => {
    clearInterval(looking);
    clearTimeout(timer);
    plot?.removeListener?.("plotly_afterplot", place);
  };
  attach();
  return () => {
    stop();
    setTimeout(() => owner === here && handles.forEach((handle) => handle.remove()), LOOK_AGAIN); // else they are taken over
  };
}
