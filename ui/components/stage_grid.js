// One column (on a telephone: one row) for each token: token, id, and its vectors as stripes. All text arrives
// as data and is set as text, never as markup. One token is selected; a click or an arrow key selects another,
// pointing at one shows its row numbers and the tokens with the same id.
const REST = 150; // milliseconds without an arrow key before Python is told

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const state = (root.stages ??= { drawn: "", sent: null, selected: 0, waiting: 0 });
  const { selected, ...content } = data;
  const drawn = JSON.stringify(content);
  const same = drawn === state.drawn;
  // an answer to an earlier click must not undo a later one
  if (!same || (state.sent === null && !state.waiting) || state.sent === selected) {
    state.selected = selected;
    state.sent = null;
  }
  state.choose = (token) => {
    clearTimeout(state.waiting);
    state.waiting = setTimeout(() => {
      state.waiting = 0;
      if (!root.isConnected) return;
      state.sent = token;
      setTriggerValue("chosen", { token });
    }, REST);
  };
  if (!same) {
    const hadFocus = root.contains(root.getRootNode().activeElement);
    state.show = draw(root, data, state);
    state.drawn = drawn;
    root.getRootNode().host?.closest(".st-key-home_grid")?.setAttribute("data-drawn", "");
    if (hadFocus) root.querySelector(".column[tabindex='0']")?.focus({ preventScroll: true });
  }
  state.show(state.selected);
}

function reveal(grid, column) {
  const [box, inner] = [grid.getBoundingClientRect(), column.getBoundingClientRect()];
  const left = box.left + (grid.firstChild.offsetWidth || 0);
  if (inner.left < left) grid.scrollLeft -= left - inner.left + 8;
  else if (inner.right > box.right) grid.scrollLeft += inner.right - box.right + 8;
}

function stripes(vector, reach) {
  const step = 100 / vector.length;
  const stops = vector.map((value, place) => {
    const share = reach ? Math.min(1, Math.abs(value) / reach) * 100 : 0;
    const pole = value < 0 ? "var(--negative)" : "var(--positive)";
    const color = `color-mix(in srgb, ${pole} ${share.toFixed(1)}%, var(--st-background-color))`;
    return `${color} ${(place * step).toFixed(3)}% ${((place + 1) * step).toFixed(3)}%`;
  });
  return `linear-gradient(var(--along), ${stops.join(", ")})`;
}

function draw(root, data, state) {
  const grid = make("div", "grid");
  grid.style.setProperty("--count", data.tokens.length);
  grid.append(make("div", "screen")); // behind the names: the columns scroll under it
  const captions = data.rows.map(({ name, caption, row }, number) => {
    const box = make("div", "name");
    const head = make("b", "", name);
    head.dataset.number = number + 1;
    const line = make("span", "", caption);
    box.append(head, line);
    box.style.gridRow = row;
    grid.append(box);
    return { line, caption };
  });
  for (const name of data.brief) {
    const box = make("div", "name brief");
    box.append(make("b", "", name));
    grid.append(box);
  }
  const list = make("div", "tokens");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", data.label);
  const columns = data.tokens.map(({ label, id, kind, hint, tone }, place) => {
    const column = make("div", `column ${kind}${tone === null ? "" : ` tone${tone}`}`);
    column.append(make("bdi", "token", label), make("span", "id", String(id)), make("span", "thread"));
    for (const { vectors, reach } of data.stages) {
      const vector = make("span", "vector");
      vector.style.background = stripes(vectors[place], reach);
      column.append(vector);
    }
    if (hint) column.title = hint;
    column.setAttribute("role", "option");
    column.setAttribute("aria-label", `${label} ${id}, position ${place}${hint ? `: ${hint}` : ""}`);
    column.dataset.place = place;
    return column;
  });
  list.append(...columns);
  grid.append(list);
  const key = make("div", "key");
  for (const [pole, name] of [["negative", data.key.negative], ["positive", data.key.positive]]) {
    const entry = make("span", "");
    entry.append(make("i", `square ${pole}`), name);
    key.append(entry);
  }
  key.append(make("span", "", data.key.numbers));
  for (const line of data.key.lines) key.append(make("div", "", line));
  root.replaceChildren(grid, key);

  const point = (place) => {
    const { id } = data.tokens[place];
    const members = data.tokens.flatMap((token, at) => (token.id === id ? [at] : []));
    const [first, last] = [members[0], members[members.length - 1]];
    columns.forEach((column, at) => {
      const linked = members.length > 1;
      column.classList.toggle("member", linked && members.includes(at));
      column.classList.toggle("through", linked && at >= first && at <= last);
      column.classList.toggle("first", linked && at === first);
      column.classList.toggle("last", linked && at === last);
    });
    for (const { line, caption } of captions)
      line.textContent = caption.replace("{id}", id).replace("{position}", place);
  };
  const show = (place) => {
    columns.forEach((column, at) => {
      column.classList.toggle("selected", at === place);
      column.setAttribute("aria-selected", String(at === place));
      column.tabIndex = at === place ? 0 : -1;
    });
    reveal(grid, columns[place]);
    point(place);
  };
  const select = (place) => {
    state.selected = place;
    show(place);
    state.choose(place);
  };
  const placeOf = (event) => {
    const column = event.target.closest?.(".column");
    return column ? Number(column.dataset.place) : -1;
  };
  list.onmouseover = (event) => placeOf(event) >= 0 && point(placeOf(event));
  list.onmouseleave = () => point(state.selected);
  list.onclick = (event) => placeOf(event) >= 0 && select(placeOf(event));
  list.onkeydown = (event) => {
    const place = placeOf(event);
    const end = columns.length - 1;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -place, End: end - place };
    const next = columns[place + steps[event.key]];
    if (!next) return;
    event.preventDefault();
    select(place + steps[event.key]);
    next.focus();
  };
  return show;
}
