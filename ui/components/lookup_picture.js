// Tokens at the left, the matrix in the middle, the rows taken from it at the right. All text arrives as data and is
// set as text. Pointing at a token, or moving to it with the arrow keys, lights its row, its vector and its twins; a click keeps it.
export default function ({ data, parentElement }) {
  drawChanged(parentElement.querySelector(".root"), data, draw);
}

function paintBytes(encoded, levels, columns) {
  const canvas = make("canvas", "numbers");
  paint(canvas, Int8Array.from(atob(encoded), (sign) => sign.charCodeAt(0)), levels, columns);
  return canvas;
}

function draw(root, data) {
  const count = data.tokens.length;
  const row = data.way === "onehot" ? [2.4, 2.75] : [1.6, 2.125]; // rem, at least and at most: lecture mode enlarges it
  const [least, most] = row.map((height) => Math.max(count * height, 19 * (height / row[1])));
  const box = make("div", `picture ${data.way}`);
  box.style.setProperty("--height", `clamp(${least}rem, 100dvh - 24.5rem, ${most}rem)`);
  data.heads.forEach((text, at) => box.append(make("div", `head head${at}`, text)));
  const list = make("div", "tokens");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", data.label);
  const matrix = make("div", data.image ? "matrix" : "matrix absent");
  if (data.image) {
    matrix.append(paintBytes(data.image, data.levels, data.columns));
    matrix.firstChild.setAttribute("role", "img");
    matrix.firstChild.setAttribute("aria-label", data.alt);
  } else matrix.append(make("span", "", data.alt));
  const vectors = make("div", "vectors");
  const tokens = data.tokens.map(({ label, id, kind, vector, hint, at }, place) => {
    const token = make("div", `token ${kind}`);
    token.append(make("bdi", "", label), make("span", "id", String(id)));
    const hot = make("span", "hot");
    hot.style.setProperty("--at", `${at}%`);
    token.append(hot);
    token.setAttribute("role", "option");
    token.setAttribute("aria-label", `${label} ${id}, token ${place + 1}: ${hint}`);
    token.setAttribute("aria-selected", "false");
    token.tabIndex = place ? -1 : 0;
    token.dataset.place = place;
    const row = make("div", "row");
    row.style.top = `${at}%`;
    matrix.append(row);
    const line = make("div", "vector");
    line.dataset.place = place;
    if (vector) line.append(paintBytes(vector, data.levels));
    else line.classList.add("absent");
    vectors.append(line);
    return { token, row, line, hint, at };
  });
  list.append(...tokens.map(({ token }) => token));
  const svg = { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": true };
  const [left, right] = ["left", "right"].map((side) => shape(null, "svg", { class: `links ${side}`, ...svg }));
  const link = (side, from, to) => shape(side, "path", { d: `M0 ${from}C50 ${from} 50 ${to} 100 ${to}` });
  tokens.forEach((each, place) => {
    const [own, row] = [(100 * (place + 0.5)) / count, each.at];
    each.paths = [link(left, own, row), link(right, row, own)];
  });
  box.append(list, left, matrix, right, vectors);
  const line = make("div", "hint", data.start);
  line.setAttribute("aria-live", "polite");
  root.replaceChildren(box, line);

  let kept = -1;
  const first = data.tokens.findIndex(({ kind }) => kind === "text"); // lit while no token is pointed at
  const light = (place) => {
    const lit = place < 0 ? first : place;
    tokens.forEach(({ token, row, line: own, paths }, at) =>
      [token, row, own, ...paths].forEach((part) => part.classList.toggle("lit", data.tokens[at].id === data.tokens[lit]?.id)),
    );
    box.classList.toggle("pointed", lit >= 0);
    line.textContent = place < 0 ? data.start : tokens[place].hint;
  };
  const keep = (place) => {
    kept = place;
    tokens.forEach(({ token }, at) => {
      token.setAttribute("aria-selected", String(at === place));
      token.tabIndex = at === Math.max(place, 0) ? 0 : -1;
    });
    light(place);
  };
  const placeOf = (event) => Number(event.target.closest?.("[data-place]")?.dataset.place ?? -1);
  box.onmouseover = (event) => placeOf(event) >= 0 && light(placeOf(event));
  box.onmouseleave = () => light(kept);
  box.onclick = (event) => placeOf(event) >= 0 && keep(placeOf(event) === kept ? -1 : placeOf(event));
  list.onfocusin = (event) => light(placeOf(event));
  list.onkeydown = (event) => {
    if (event.key === "Escape") return keep(-1);
    const place = placeOf(event);
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -place, End: count - 1 - place };
    const next = tokens[place + steps[event.key]];
    if (!next) return;
    event.preventDefault();
    keep(place + steps[event.key]);
    next.token.focus();
  };
  light(kept);
}
