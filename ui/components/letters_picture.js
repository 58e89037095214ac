// Letters in two dimensions: the table of a small model through its training, and its loss beside what guessing
// costs. The whole run arrives as data; stepping, running and scrubbing ask the server nothing.
const SECONDS = 8; // of a whole run
const WAIT = 1000; // milliseconds between two states of a run that jumps instead of moving
const TRAIL = 60; // points of a path
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Letters whose signs would cover each other stand beside their points: pairs push each other apart.
function part(points, radii, width, tall) {
  const placed = points.map((point) => [...point]);
  for (let round = 0; round < 40; round += 1)
    for (let one = 0; one < placed.length; one += 1)
      for (let other = one + 1; other < placed.length; other += 1) {
        const [x, y] = [placed[other][0] - placed[one][0], placed[other][1] - placed[one][1] || 0.01];
        const far = Math.hypot(x, y);
        const push = (radii[one] + radii[other] - far) / 2 / far;
        if (push <= 0) continue;
        [placed[one][0], placed[one][1]] = [placed[one][0] - push * x, placed[one][1] - push * y];
        [placed[other][0], placed[other][1]] = [placed[other][0] + push * x, placed[other][1] + push * y];
      }
  const inside = (value, radius, end) => Math.min(Math.max(value, radius), end - radius);
  return placed.map(([x, y], each) => [inside(x, radii[each], width), inside(y, radii[each], tall)]);
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  drawChanged(root, data, async () => {
    const run = JSON.parse(data);
    const numbers = await unpack(run);
    if (root.isConnected && root.drawn === JSON.stringify(data)) draw(root, run, numbers); // none came after it
  });
  return () => root.stop?.();
}

// Returns where each number of the table is at every step, number by number, as whole numbers.
async function unpack({ start, moves }) {
  const bytes = Uint8Array.from(atob(moves), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const steps = new Int8Array(await new Response(stream).arrayBuffer());
  const count = steps.length / start.length;
  return start.map((first, number) => {
    const path = Int16Array.of(first, ...steps.subarray(number * count, (number + 1) * count));
    for (let step = 1; step <= count; step += 1) path[step] += path[step - 1];
    return path;
  });
}

function draw(root, { letters, full, near, scored, losses, words }, numbers) {
  root.stop?.();
  const last = near.length - 1;
  const at = (step, letter, column) => numbers[2 * letter + column][step] / full;

  const box = make("div", "picture");
  const [left, right] = [make("div", "side map"), make("div", "side loss")];
  const map = shape(null, "svg", { class: "letters", role: "img", "aria-label": words.alt });
  const curve = shape(null, "svg", { class: "curve", role: "img", "aria-label": words.loss });
  const key = make("div", "key");
  if (words.vowel) key.append(make("span", "sign vowel", words.vowel), make("span", "sign other", words.other));
  left.append(make("div", "head", words.map), map, key);
  right.append(make("div", "head", words.loss), curve);

  const bar = make("div", "bar");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Training");
  const button = (text, action, className = "") => {
    const element = make("button", className, text);
    element.type = "button";
    element.onclick = action;
    bar.append(element);
    return element;
  };
  const range = make("input", "");
  Object.assign(range, { type: "range", min: 0, max: last, value: last });
  range.setAttribute("aria-label", "step");
  const status = make("div", "status");
  status.setAttribute("aria-live", "polite");

  let step = last;
  let timer = 0;
  const stop = (root.stop = () => {
    clearTimeout(timer);
    cancelAnimationFrame(timer);
    timer = 0;
    run.textContent = "▶ Run";
    show(step);
  });
  const go = (count) => {
    stop();
    show(step === last ? count : step + count); // at the end: again from the random start
  };
  const run = button("▶ Run", () => (timer ? stop() : play()), "run");
  button("Step", () => go(1));
  button("10", () => go(10)).setAttribute("aria-label", "10 steps");
  button("100", () => go(100)).setAttribute("aria-label", "100 steps");
  button("Start", () => (stop(), show(0)));
  bar.append(range);
  range.oninput = () => {
    const target = Number(range.value); // stopping puts the slider back to the step that is shown
    stop();
    show(target);
  };
  box.append(left, bar, status, right);
  root.replaceChildren(box);

  function play() {
    const from = step === last ? 0 : step;
    run.textContent = "❚❚ Pause";
    const began = performance.now();
    const next = () => {
      if (!root.isConnected) return;
      // slowly at first, where most happens
      const share = Math.min(1, Math.sqrt(from / last) + (performance.now() - began) / (1000 * SECONDS));
      show(Math.round(last * share * share));
      if (share >= 1) return stop();
      timer = isStill() ? setTimeout(next, WAIT) : requestAnimationFrame(next);
    };
    timer = requestAnimationFrame(next);
  }

  let scene = null;
  function show(to) {
    step = Math.max(0, Math.min(last, to));
    if (!scene) return;
    const { place, apart, disks, marks, points: dots, leaders, trails, x, y, done, dot, value, size } = scene;
    const every = Math.max(1, Math.ceil(step / TRAIL));
    const signs = apart(step);
    letters.forEach((_, letter) => {
      const [left, top] = place(step, letter);
      const [signX, signY] = signs[letter];
      const at = (x, y) => `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
      for (const sign of [disks[letter], marks[letter]]) sign.setAttribute("transform", at(signX, signY));
      dots[letter].setAttribute("transform", at(left, top));
      dots[letter].style.display = Math.hypot(signX - left, signY - top) < 6 ? "none" : ""; // its sign stands on it
      setAll(leaders[letter], { x1: left, y1: top, x2: signX, y2: signY });
      const points = [];
      for (let back = 0; back < step; back += every) points.push(place(back, letter).map((one) => one.toFixed(1)).join());
      trails[letter].setAttribute("points", [...points, `${left.toFixed(1)},${top.toFixed(1)}`].join(" "));
    });
    let index = scored.length - 1;
    while (scored[index] > step) index -= 1;
    done.setAttribute("points", scored.slice(0, index + 1).map((one, each) => `${x(one)},${y(losses[each])}`).join(" "));
    const [cx, cy] = [x(scored[index]), y(losses[index])];
    setAll(dot, { cx, cy });
    const late = cx > size * 0.55;
    value.textContent = `${words.model} ${losses[index].toFixed(2)}`;
    setAll(value, { x: cx + (late ? -8 : 10), y: cy + (late ? 24 : -8), "text-anchor": late ? "end" : "start" });
    range.value = step;
    range.setAttribute("aria-valuetext", `step ${step}`);
    const order = words.near ? `: ${near[step]} ${words.near}` : "";
    status.setAttribute("aria-live", timer ? "off" : "polite");
    status.textContent = `Step ${step.toLocaleString("en")} of ${last.toLocaleString("en")}${order}`;
  }

  function build() {
    const [width, tall] = [map.clientWidth, map.clientHeight];
    if (!width || !curve.clientWidth) return;
    map.replaceChildren();
    curve.replaceChildren();
    const unit = parseFloat(getComputedStyle(box).fontSize);
    const radius = unit * 0.92;
    const ends = (column) => {
      const paths = numbers.filter((_, each) => each % 2 === column); // through the whole run
      return [Math.min(...paths.map((path) => Math.min(...path))) / full, Math.max(...paths.map((path) => Math.max(...path))) / full];
    };
    const [[minX, maxX], [minY, maxY]] = [ends(0), ends(1)];
    const edge = 2 * radius + 6;
    const scale = Math.min((width - edge) / (maxX - minX), (tall - edge) / (maxY - minY)); // alike in both directions
    const along = (one) => width / 2 + scale * (one - (minX + maxX) / 2);
    const across = (one) => tall / 2 - scale * (one - (minY + maxY) / 2);
    const place = (when, letter) => [along(at(when, letter, 0)), across(at(when, letter, 1))];
    shape(map, "line", { class: "axis", x1: 0, x2: width, y1: across(0), y2: across(0) });
    shape(map, "line", { class: "axis", y1: 0, y2: tall, x1: along(0), x2: along(0) });
    const kind = (letter) => (letter.vowel ? "vowel" : "other");
    const trails = letters.map((letter) => shape(map, "polyline", { class: `trail ${kind(letter)}` }));
    const leaders = letters.map((letter) => shape(map, "line", { class: `leader ${kind(letter)}` }));
    const points = letters.map((letter) => shape(map, "circle", { class: `point ${kind(letter)}`, r: 3 }));
    const disks = letters.map((letter) => shape(map, "circle", { class: `disk ${kind(letter)}`, r: radius }));
    const marks = letters.map((letter) => shape(map, "text", { class: `mark ${kind(letter)}` }, letter.label)); // above all disks

    const [size, high] = [curve.clientWidth, curve.clientHeight];
    const values = [...losses, ...words.baselines.map(([, each]) => each)];
    const [low, top] = [Math.min(...values) - 0.3, Math.max(...values) + 0.22];
    const x = (one) => 4 + ((size - 10) * one) / last;
    const y = (loss) => 4 + ((high - unit * 1.6) * (top - loss)) / (top - low);
    words.baselines.forEach(([name, each]) => {
      shape(curve, "line", { class: "base", x1: 0, x2: size, y1: y(each), y2: y(each) });
      shape(curve, "text", { class: "name", x: size - 4, y: y(each) - 5 }, name);
    });
    const future = scored.map((one, each) => `${x(one)},${y(losses[each])}`).join(" ");
    shape(curve, "polyline", { class: "future", points: future });
    const done = shape(curve, "polyline", { class: "done" });
    const dot = shape(curve, "circle", { class: "dot", r: 7 });
    const value = shape(curve, "text", { class: "value" });
    shape(curve, "text", { class: "tick", x: 4, y: high - 3 }, "step 0");
    shape(curve, "text", { class: "tick end", x: size - 4, y: high - 3 }, last.toLocaleString("en"));
    const radii = letters.map((letter) => (letter.vowel ? radius : unit * 0.52));
    const apart = (when) => part(letters.map((_, letter) => place(when, letter)), radii, width, tall);
    scene = { place, apart, disks, marks, points, leaders, trails, x, y, done, dot, value, size };
    show(step);
  }
  new ResizeObserver(build).observe(box);
  build();
}
