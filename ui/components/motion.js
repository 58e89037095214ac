// Animated figures: real buttons and a real slider show the frames of a figure one after the other. Plotly has no
// player of its own in them; `layout.meta.player` says what there is to play. Each frame is drawn as Streamlit draws
// a figure, and morph.js moves the dots to their new places.
const STATES = 8; // of an animation that jumps instead of moving
const PAUSE = 800; // milliseconds between two of them
const SLIDE = 120; // milliseconds from state to state of the slider

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Plotly empties its list of frames for a moment whenever a figure is drawn.
function framesOf(plot) {
  const frames = plot._transitionData?._frames;
  if (frames?.length) plot.knownFrames = frames;
  return plot.knownFrames ?? [];
}

function showFrame(plot, name) {
  const frame = framesOf(plot).find((one) => one.name === name);
  if (!frame) return;
  const places = frame.traces ?? frame.data.map((_, index) => index);
  const change = (trace, index) => (places.includes(index) ? { ...trace, ...frame.data[places.indexOf(index)] } : trace);
  plot.data = plot.data.map(change);
  plot.layout = { ...plot.layout, ...frame.layout };
  plot.emit("plotly_redraw", {}); // Streamlit takes the figure up as if a person had changed it
}

function stopPlaying(line) {
  clearTimeout(line.timer);
}

function playFrames(line, { frames, duration }) {
  stopPlaying(line);
  const all = frames ?? framesOf(line.plot).map((frame) => frame.name);
  const step = isStill() ? Math.ceil(all.length / STATES) : 1;
  const names = all.filter((_, index) => (all.length - 1 - index) % step === 0);
  const wait = isStill() ? PAUSE : duration;
  const next = (index) => {
    if (!line.isConnected) return;
    if (index === names.length) return line.plot.emit("plotly_animated");
    line.plot.morphTime = duration;
    showFrame(line.plot, names[index]);
    line.name(names[index]);
    line.timer = setTimeout(next, wait, index + 1);
  };
  next(0);
}

function equipMotion(box) {
  const plot = box.querySelector(PLOT);
  const shown = box.querySelector(":scope > .motion-line");
  const player = plot?._fullLayout ? plot.layout?.meta?.player : null;
  if (!player) return shown?.remove();
  const signature = JSON.stringify([player.buttons, player.slider?.frames]);
  if (shown && (shown.plot !== plot || shown.dataset.signature !== signature)) shown.remove();
  if (!shown?.isConnected) {
    const line = makeMotion(plot, player);
    line.dataset.signature = signature;
    box.append(line);
  }
}

function makeMotion(plot, { buttons, slider }) {
  const line = document.createElement("div");
  line.className = "motion-line";
  line.plot = plot;
  line.name = () => {};
  line.setAttribute("role", "group");
  line.setAttribute("aria-label", "Animation");
  const act = (button) => (button.frames?.length === 0 ? stopPlaying(line) : playFrames(line, button));
  line.append(...buttons.map((button) => makeButton(button.label, () => act(button))));
  if (!slider) return line;
  const range = document.createElement("input");
  Object.assign(range, { type: "range", min: 0, max: slider.frames.length - 1, value: slider.active });
  range.setAttribute("aria-label", slider.unit || "state");
  const output = document.createElement("output");
  line.name = (frame) => {
    range.value = slider.frames.indexOf(frame);
    output.textContent = `${slider.unit} ${frame}`.trim();
    range.setAttribute("aria-valuetext", output.textContent);
  };
  range.oninput = () => {
    stopPlaying(line);
    const frame = slider.frames[range.value];
    plot.morphTime = SLIDE;
    showFrame(plot, frame);
    line.name(frame);
  };
  line.name(slider.frames[slider.active]);
  line.append(range, output);
  return line;
}
