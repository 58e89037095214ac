// How far the type of an enlarged figure can grow: as far as no two texts that stand apart would touch and none would
// be cut; and how large its canvas must be for type that the last row can read. A canvas that the window cannot hold
// scrolls.
const READABLE = 1.5; // times the type on the page, at least
const LARGEST = 2.5;
const STEP = 0.1;
const SMALLER = [1.45, 1.3, 1.2];
const SHARES = [0, 0.25, 0.5, 0.75, 1]; // of the way from the window to a canvas that holds everything
const TOUCH = 0.97; // two boxes that overlap a little are apart: letters do not fill their boxes
const EDGE = 3; // pixels

// The texts of a figure: the place each hangs from, as shares of its box, and its size. Words of a map do not count:
// map_labels.js hides those that would touch another. A legend lays itself out.
function textsOf(plot) {
  const area = plot.getBoundingClientRect();
  const map = plot._fullData.some(({ meta }) => meta === "labels");
  const shares = { start: 0, middle: 0.5, end: 1 };
  return [...plot.querySelectorAll(".main-svg text")].flatMap((text) => {
    const style = getComputedStyle(text);
    const { left, top, width, height } = text.getBoundingClientRect();
    if (!text.textContent.trim() || !width || text.closest(".legend") || (map && text.closest(".textpoint")) || style.visibility === "hidden") return [];
    const share = width > height ? (shares[style.textAnchor] ?? 0.5) : 0.5; // a turned text hangs from its middle
    return [{ x: left - area.left + share * width, y: top - area.top + height / 2, share, width, height }];
  });
}

const legendOf = (plot) => plot.querySelector(".legend")?.getBoundingClientRect().width ?? 0;

// Where a place of a figure lies on another canvas: margins grow with the type, the plot takes what is left.
function placeOn(at, [before, inner, size], canvas, scale) {
  if (at < before) return at * scale;
  if (at > before + inner) return canvas - (size - at) * scale;
  return before * scale + ((at - before) / inner) * (canvas - (size - inner) * scale);
}

function boxesOn(texts, sides, canvas, scale) {
  return texts.map(({ x, y, share, width, height }) => ({
    left: placeOn(x, sides.x, canvas.width, scale) - share * width * scale,
    middle: placeOn(y, sides.y, canvas.height, scale),
    width: width * scale,
    height: height * scale,
  }));
}

const touch = (a, b) =>
  Math.abs(a.left + a.width / 2 - b.left - b.width / 2) < ((a.width + b.width) / 2) * TOUCH &&
  Math.abs(a.middle - b.middle) < ((a.height + b.height) / 2) * TOUCH;

const isCut = (box, { width, height }) =>
  box.left < -EDGE || box.left + box.width > width + EDGE || box.middle - box.height / 2 < -EDGE || box.middle + box.height / 2 > height + EDGE;

// What is to be known of a figure on the page, before it is enlarged.
function measureFigure(plot) {
  const { width, height, _size: size } = plot._fullLayout;
  return { width, height, sides: { x: [size.l, size.w, width], y: [size.t, size.h, height] }, texts: textsOf(plot), legend: legendOf(plot) };
}

// Returns the canvas and the scale of the type for a measured figure that gets a window.
function fitFigure({ width, height, sides, texts, legend }, { width: wide, height: tall }) {
  const now = boxesOn(texts, sides, { width, height }, 1);
  const pairs = now.flatMap((box, first) => now.slice(first + 1).flatMap((other, rest) => (touch(box, other) ? [] : [[first, first + 1 + rest]])));
  const whole = now.flatMap((box, index) => (isCut(box, { width, height }) ? [] : [index]));
  const fits = (canvas, scale) => {
    const boxes = boxesOn(texts, sides, canvas, scale);
    if ((sides.x[0] + legend) * scale > Math.max(canvas.width, width * scale)) return false;
    return pairs.every(([a, b]) => !touch(boxes[a], boxes[b])) && whole.every((index) => !isCut(boxes[index], canvas));
  };
  // first higher, then type that is a little smaller, at last wider; what is larger in proportion fits always
  const window = { width: wide, height: tall };
  const goal = { width: Math.max(window.width, width * READABLE), height: Math.max(window.height, height * READABLE) };
  const canvases = (from, to) =>
    SHARES.map((share) => ({
      width: from.width + share * (to.width - from.width),
      height: from.height + share * (to.height - from.height),
    }));
  const high = { width: window.width, height: goal.height };
  const tries = [READABLE, ...SMALLER].flatMap((scale) => canvases(window, high).map((canvas) => ({ canvas, scale })));
  for (const canvas of canvases(high, goal)) tries.push({ canvas, scale: READABLE });
  let { canvas, scale } = tries.find((one) => fits(one.canvas, one.scale)) ?? { canvas: goal, scale: READABLE };
  const most = Math.min(LARGEST, Math.max(canvas.width / width, canvas.height / height));
  while (scale + STEP <= most && fits(canvas, scale + STEP)) scale += STEP;
  return { canvas, scale };
}
