// Animated figures: Plotly draws its buttons and its slider as shapes that no keyboard reaches. Real ones lie over
// the place of the hidden shapes, and press them.
const SHAPES = ".updatemenu-container, .slider-container";
const STATES = 8; // of an animation that jumps instead of moving
const PAUSE = 800; // milliseconds between two of them

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const shapesOf = (plot) => [...plot.querySelectorAll("g.updatemenu-button")];
const wordsOf = (label) => label.replace(/^[^\p{L}\p{N}]+/u, "");

// Lets Plotly animate: the shape of a button is pressed, with other arguments for that moment.
function animate(plot, frames, options) {
  const shape = shapesOf(plot).find((one) => one.__data__?.method === "animate");
  if (!shape) return;
  const data = shape.__data__;
  const args = data.args;
  data.args = [frames, options];
  shape.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  data.args = args;
}

function jump(plot, frames, options) {
  const all = frames ?? (plot._transitionData?._frames ?? []).map((frame) => frame.name);
  const step = Math.ceil(all.length / STATES);
  const states = all.filter((name, index) => (all.length - 1 - index) % step === 0);
  const still = { ...options, frame: { ...options?.frame, duration: PAUSE }, transition: { duration: 0 } };
  animate(plot, states, still);
}

function press(plot, index) {
  const { method, args } = shapesOf(plot)[index]?.__data__ ?? {};
  if (method === "animate" && isStill() && args[0]?.[0] !== null) return jump(plot, args[0], args[1]);
  shapesOf(plot)[index]?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}

function equipMotion(box) {
  const plot = box.querySelector(PLOT);
  const shown = box.querySelector(":scope > .motion-line");
  const shapes = plot?._fullLayout ? shapesOf(plot) : [];
  const slider = plot?._fullLayout?.sliders?.find((one) => one.visible !== false && one.steps?.length);
  if (!shapes.length && !slider) return shown?.remove();
  const labels = shapes.map((shape) => wordsOf(shape.__data__?.label ?? ""));
  const signature = [...labels, slider?.steps.length].join("|");
  if (shown && (shown.plot !== plot || shown.dataset.signature !== signature)) shown.remove();
  const line = shown?.isConnected ? shown : makeMotion(plot, labels, slider);
  if (!line.isConnected) {
    line.dataset.signature = signature;
    box.append(line);
  }
  // where Plotly left room for its own
  const tops = [...plot.querySelectorAll(SHAPES)].map((shape) => shape.getBoundingClientRect().top);
  line.style.top = `${Math.min(...tops) - box.getBoundingClientRect().top}px`;
}

function makeMotion(plot, labels, slider) {
  const line = document.createElement("div");
  line.className = "motion-line";
  line.plot = plot;
  line.setAttribute("role", "group");
  line.setAttribute("aria-label", "Animation");
  line.append(...labels.map((words, index) => makeButton(words, () => press(plot, index))));
  if (!slider) return line;
  const unit = slider.currentvalue?.prefix?.trim() ?? "";
  const range = document.createElement("input");
  Object.assign(range, { type: "range", min: 0, max: slider.steps.length - 1, value: slider.active });
  range.setAttribute("aria-label", unit || "state");
  const output = document.createElement("output");
  const name = () => {
    output.textContent = `${unit} ${slider.steps[range.value]?.label ?? ""}`.trim();
    range.setAttribute("aria-valuetext", output.textContent);
  };
  range.oninput = () => {
    const [frames, options] = slider.steps[range.value].args;
    animate(plot, frames, options);
    name();
  };
  plot.on("plotly_animatingframe", (event) => {
    const at = slider.steps.findIndex((step) => step.args[0]?.[0] === event.name);
    if (at >= 0) range.value = at;
    name();
  });
  name();
  line.append(range, output);
  return line;
}
