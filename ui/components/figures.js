// Under each figure one line of buttons: enlarge it, save it, and for a map the ways to select points.
// Plotly itself cannot be reached from here, but its toolbar can: it is there, hidden, and these buttons press it.
const FIGURE = ".stPrintGraphic"; // Streamlit's box of a chart, there before the chart is
const PLOT = ".js-plotly-plot";
const DRAW = { Zoom: "Zoom", "Box Select": "Box", "Lasso Select": "Lasso" }; // Plotly's tools and our words

const toolOf = (plot, title) => plot.querySelector(`.modebar-btn[data-title^="${title}"]`);

function savePicture(plot, format) {
  const options = plot._context.toImageButtonOptions;
  plot._context.toImageButtonOptions = { ...options, format, scale: format === "svg" ? 1 : options.scale };
  toolOf(plot, "Download plot")?.click();
  plot._context.toImageButtonOptions = options;
}

function makeButton(words, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.onclick = action;
  return button;
}

// Adds the line below a figure, or puts it back where Streamlit has drawn the figure anew.
function equipFigure(box) {
  const plot = box.querySelector(PLOT);
  const line = box.querySelector(":scope > .figure-line");
  if (!plot?._context || !toolOf(plot, "Download plot")) return line?.remove();
  if (line) return line.plot === plot || (line.remove(), equipFigure(box));
  const made = document.createElement("div");
  made.className = "figure-line";
  made.plot = plot;
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", "This figure");
  const bigger = makeButton("Enlarge", () => (box.dataset.enlarged ? closeFigure(box) : openFigure(box, bigger)));
  made.append(
    bigger,
    makeButton("Save picture", () => savePicture(plot, "png")),
    makeButton("SVG", () => savePicture(plot, "svg")),
  );
  for (const [tool, words] of Object.entries(DRAW)) {
    if (!toolOf(plot, "Lasso Select") || !toolOf(plot, tool)) continue;
    const button = makeButton(words, () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      toolOf(plot, on ? tool : "Pan")?.click();
      for (const other of made.querySelectorAll("[aria-pressed]")) other.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", String(on));
      box.toggleAttribute("data-drawing", on);
    });
    button.setAttribute("aria-pressed", "false");
    button.title = words === "Zoom" ? "Zoom into an area; a double click shows all" : "Drag to select points";
    made.append(button);
  }
  box.append(made);
}

// The figure's own box goes into the top layer: nothing is moved, so that Streamlit goes on drawing it.
function openFigure(box, button) {
  const plot = box.querySelector(PLOT);
  const measured = measureFigure(plot);
  const name = plot.closest("[aria-label]")?.getAttribute("aria-label") ?? "";
  box.dataset.enlarged = "yes";
  box.style.minHeight = "";
  for (const [key, value] of [["popover", "manual"], ["role", "dialog"], ["aria-modal", "true"], ["aria-label", name]])
    box.setAttribute(key, value);
  box.showPopover();
  button.textContent = "Close";
  button.focus();
  const frame = box.querySelector("[data-testid=stFullScreenFrame]");
  const { canvas, scale } = fitFigure(measured, frame.getBoundingClientRect());
  Object.assign(frame.style, { width: `${canvas.width}px`, height: `${canvas.height}px` });
  growFigure(plot, scale * scaleOf(plot));
  box.listen = (event) => {
    if (!box.isConnected) return document.removeEventListener("keydown", box.listen, true);
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      closeFigure(box);
    }
    if (event.key !== "Tab") return;
    const stops = [...box.querySelectorAll("button, input, [tabindex='0']")].filter((stop) => stop.offsetParent);
    const at = stops.indexOf(document.activeElement);
    event.preventDefault(); // the page behind is out of reach
    stops[(at + (event.shiftKey ? stops.length - 1 : 1) + stops.length) % stops.length]?.focus();
  };
  document.addEventListener("keydown", box.listen, true);
}

function closeFigure(box) {
  document.removeEventListener("keydown", box.listen, true);
  delete box.dataset.enlarged;
  for (const key of ["popover", "role", "aria-modal", "aria-label"]) box.removeAttribute(key);
  Object.assign(box.querySelector("[data-testid=stFullScreenFrame]").style, { width: "", height: "" });
  reserveHeights();
  const button = box.querySelector(".figure-line button");
  if (button) button.textContent = "Enlarge";
  const plot = box.querySelector(PLOT);
  if (plot) growFigure(plot, pageScale());
  button?.focus();
}

// A swipe or the wheel scrolls the page: Plotly never learns of it. A tap reaches Plotly as a click.
function withholdGesture(event) {
  const plot = event.target.closest?.(PLOT);
  if (!plot || plot.closest("[data-drawing]")) return;
  const turns = plot._fullLayout?._has?.("gl3d") && plot.closest("[data-enlarged]");
  if (!turns) event.stopPropagation();
}
