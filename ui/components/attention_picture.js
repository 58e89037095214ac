// One token and one attention head: a row for each token, a column for each step. All text arrives as data and is set
// as text. A click or the arrow keys choose whose query it is; pointing at a number follows it through its column.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.choose = (place) => setTriggerValue("chosen", data.rows[place]);
  drawChanged(root, data, draw);
}

const floats = (text) => new Float32Array(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer);
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const decimal = (number, digits = 2) => number.toFixed(digits).replace("-", "−");
const percent = (share) => (share === 0 ? "0%" : share < 0.0005 ? "<0.1%" : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`);

function draw(root, data) {
  const count = data.tokens.length;
  const { size, steps, words } = data;
  const arrays = Object.fromEntries(Object.entries(data.arrays).map(([name, text]) => [name, floats(text)]));
  const row = (name, place, length = size) => arrays[name].subarray(place * length, (place + 1) * length);
  const at = (name, from, to) => arrays[name][from * count + to];
  const order = steps.map(({ key }) => key);
  let token = data.token;
  // at first all is there, and the words are those of the weights, which the headline is about
  let whole = root.step === undefined;
  let step = whole ? order.indexOf("softmax") : Math.min(root.step, steps.length - 1);

  const box = make("div", "picture");
  const cell = (className, column, since, text) => {
    const element = make("div", className, text);
    if (column) element.style.gridColumn = column;
    element.dataset.since = order.indexOf(since);
    return element;
  };
  const strip = (className, column, since, follow) => {
    const element = cell(`strip ${className}`, column, since);
    element.append(make("canvas", "numbers"));
    if (follow) element.dataset.follow = follow;
    return element;
  };
  const columns = [["x", "x"], ["qkv", "key"], ["score", "score"], ["softmax", "weight"], ["qkv", "value"], ["mix", "mixed"]];
  box.append(...columns.map(([since, name], index) => cell(`head ${name}`, index + 2, since, data.heads[index])));
  const asking = { label: make("div", "label asking"), x: strip("x", 2, "x"), query: strip("key query", 3, "qkv", "key") };
  box.append(asking.label, asking.x, asking.query, cell("explain", "4 / 8", "qkv", data.query));
  const rows = data.tokens.map(({ label, kind }, place) => {
    const name = make("div", `label token ${kind}`);
    name.append(make("bdi", "", label));
    name.setAttribute("role", "option");
    const parts = {
      name,
      x: strip("x", 2, "x"),
      key: strip("key", 3, "qkv", "key"),
      score: cell("number score", 4, "score"),
      weight: cell("number weight", 5, "softmax"),
      value: strip("value", 6, "qkv", "value"),
      mixed: strip("mixed", 7, "mix", "value"),
    };
    for (const part of Object.values(parts)) part.dataset.place = place;
    parts.weight.append(make("span", "bar"), make("span", "share"));
    box.append(...Object.values(parts));
    return parts;
  });
  const output = strip("mixed output", 7, "mix", "value");
  const added = strip("added", "2 / 6", "add");
  const addedLabel = cell("label", 1, "add", data.added);
  box.append(addedLabel, added, cell("explain sum", 6, "mix", data.sum), output);
  const list = make("div", "frame");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", data.label);
  list.append(box);

  const bar = make("div", "steps");
  const button = (text, title, move) => {
    const element = make("button", "", text);
    element.type = "button";
    if (title) element.setAttribute("aria-label", title);
    element.onclick = move;
    return element;
  };
  const go = (next) => {
    step = Math.max(0, Math.min(steps.length - 1, next));
    root.step = step;
    whole = false;
    show();
  };
  const back = button("‹", data.back, () => go(step - 1));
  const forward = button("›", data.forward, () => go(step + 1));
  const stops = steps.map(({ name }, index) => {
    const stop = button(`${index + 1} `, `${index + 1} ${name}`, () => go(index));
    stop.append(make("span", "", name));
    return stop;
  });
  bar.append(back, ...stops, forward);
  const line = make("div", "hint");
  line.setAttribute("aria-live", "polite");
  const sharing = make("div", "sharing");
  if (data.sharing) {
    sharing.append(make("span", "", data.sharing.text));
    const grid = make("div", "groups");
    for (let head = 0; head < data.sharing.keys; head++) {
      const group = make("span", "group");
      const members = data.sharing.queries / data.sharing.keys;
      for (let at = head * members; at < (head + 1) * members; at++) group.append(make("span", at === data.sharing.head ? "one on" : "one", String(at + 1)));
      grid.append(group);
    }
    sharing.append(grid);
  }
  root.replaceChildren(bar, ...(data.sharing ? [sharing] : []), list, line);

  const turned = () => (order.includes("turn") && step < order.indexOf("turn") ? "plain" : "");
  const values = (place) => ({ token: data.tokens[place].label, asking: data.tokens[token].label, s: decimal(at("scores", token, place)), w: percent(at("weights", token, place)) });
  const rest = () => fill(steps[step].text, values(token));
  function show() {
    const masked = (place) => data.causal && place > token;
    asking.label.textContent = fill(data.asks, values(token));
    paint(asking.x.firstChild, row("x", token, data.width), data.reach.x);
    paint(asking.query.firstChild, row(`${turned()}queries`, token), data.reach.key);
    let most = 0;
    rows.forEach((_, place) => { if (!masked(place)) most = Math.max(most, Math.abs(at("scores", token, place))); });
    rows.forEach((parts, place) => {
      const weight = at("weights", token, place);
      paint(parts.x.firstChild, row("x", place, data.width), data.reach.x);
      paint(parts.key.firstChild, row(`${turned()}keys`, place), data.reach.key);
      paint(parts.value.firstChild, row("values", place), data.reach.value);
      paint(parts.mixed.firstChild, row("values", place).map((number) => number * weight), data.reach.value);
      const hidden = masked(place) && step >= order.indexOf("mask");
      parts.score.textContent = hidden ? "−∞" : decimal(at("scores", token, place));
      parts.score.classList.toggle("off", hidden);
      parts.weight.firstChild.style.width = `${100 * weight}%`;
      parts.weight.lastChild.textContent = percent(weight);
      const chosen = place === token;
      parts.name.classList.toggle("on", chosen);
      parts.name.setAttribute("aria-selected", String(chosen));
      parts.name.setAttribute("aria-label", `${data.tokens[place].label}, ${fill(words.row, values(place))}`);
      parts.name.tabIndex = chosen ? 0 : -1;
    });
    paint(output.firstChild, row("outputs", token), data.reach.value);
    paint(added.firstChild, row("added", token, data.width), data.reach.added);
    for (const element of box.querySelectorAll("[data-since]")) {
      element.classList.toggle("later", !whole && Number(element.dataset.since) > step);
      element.classList.toggle("now", Number(element.dataset.since) === step);
    }
    stops.forEach((stop, index) => stop.setAttribute("aria-current", index === step ? "step" : "false"));
    back.disabled = step === 0;
    forward.disabled = step === steps.length - 1;
    line.textContent = rest();
  }
  const choose = (place, focus) => {
    token = place;
    show();
    if (focus) rows[place].name.focus();
    root.choose(place);
  };
  const leave = () => {
    delete box.dataset.follow;
    line.textContent = rest();
  };
  box.onmousemove = (event) => {
    const element = event.target.closest?.("[data-follow], [data-place]");
    if (!element) return leave();
    const place = Number(element.dataset.place ?? token);
    const kind = element.dataset.follow;
    if (!kind) {
      delete box.dataset.follow;
      line.textContent = fill(words.row, values(place));
      return;
    }
    const edges = element.getBoundingClientRect();
    const n = Math.max(0, Math.min(size - 1, Math.floor((size * (event.clientX - edges.left)) / edges.width)));
    box.dataset.follow = kind;
    box.style.setProperty("--at", `${(100 * (n + 0.5)) / size}%`);
    const more = { n: n + 1, o: decimal(row("outputs", token)[n]) };
    if (kind === "key") {
      const [q, k] = [row(`${turned()}queries`, token)[n], row(`${turned()}keys`, place)[n]];
      Object.assign(more, { q: decimal(q), k: decimal(k), p: decimal(q * k) });
    } else {
      const [v, w] = [row("values", place)[n], at("weights", token, place)];
      Object.assign(more, { v: decimal(v), p: decimal(v * w, 3), o: decimal(row("outputs", token)[n], 3) });
    }
    line.textContent = fill(words[kind], { ...values(place), ...more });
  };
  box.onmouseleave = leave;
  box.onclick = (event) => {
    const place = event.target.closest?.("[data-place]")?.dataset.place;
    if (place !== undefined && Number(place) !== token) choose(Number(place), false);
  };
  list.onkeydown = (event) => {
    const moves = { ArrowDown: 1, ArrowUp: -1, Home: -token, End: count - 1 - token };
    const next = token + moves[event.key];
    if (!(next >= 0 && next < count)) return;
    event.preventDefault();
    choose(next, true);
  };
  show();
}
