// Draws columns of tokens. All text arrives as data and is set as text, never as markup.
// Only an id that stands more than once in a column has a color, the same wherever it stands.
// Pointing at a token, or reaching it with the keyboard, marks the tokens of every column that share its
// characters; a click or Enter asks Python why it is a token.
const FIRST = 400; // tokens of a column drawn at once; the rest follow in steps, so that a long text does not block
const STEP = 1500;

// the most frequent ids of a column that stand more than once -> the number of a color
function tonesOf(ids, most) {
  const counts = new Map();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const repeated = [...counts].filter(([, count]) => count > 1).sort(([, a], [, b]) => b - a);
  return new Map(repeated.slice(0, most).map(([id], place) => [id, place]));
}

// Explains the signs that occur, with drawn examples.
function drawKey(key, columns, make) {
  const tokens = columns.flatMap((column) => column.tokens);
  const example = (...parts) => {
    const entry = make("span", "");
    for (const [className, text] of parts) entry.append(make("span", className, text));
    return entry;
  };
  const entries = [];
  for (const [sign, meaning] of [["␣", "space"], ["⏎", "line break"], ["⇥", "tab"]]) {
    if (tokens.some(({ label }) => label.includes(sign))) entries.push(example(["", `${sign} ${meaning}`]));
  }
  if (columns.some(({ tones }) => tones.size)) entries.push(example(["token tone0", "a"], ["token tone0", "a"], ["", "the same id"]));
  if (tokens.some(({ differs }) => differs)) entries.push(example(["token", "a"], ["token differs", "b"], ["", "cut here, but not in every column"]));
  if (tokens.some(({ kind }) => kind === "bytes")) entries.push(example(["token bytes", "F0"], ["", "some bytes of a character"]));
  if (tokens.some(({ kind }) => kind === "unknown")) entries.push(example(["token unknown", "?"], ["", "unknown: the model never sees it"]));
  key.replaceChildren(...entries);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".columns");
  const characters = Array.from(data.text); // by code point, as Python counts
  const visible = (start, end) => characters.slice(start, end).map((c) => data.marks[c] ?? c).join("");
  const numbers = (packed) => (packed === null ? [] : packed.split(" ").map((n) => (n ? parseInt(n, 16) : 0)));

  const columns = data.columns.map((column, number) => {
    const [ids, gaps, lengths, odd] = [column.ids, column.gaps, column.lengths, column.odd].map(numbers);
    const tokens = [];
    let at = 0;
    ids.forEach((id, place) => {
      const shown = data.odd[odd[place] - 1]; // undefined where the text itself is the label
      const start = at + gaps[place] - (shown?.back ?? 0);
      const end = at + gaps[place] + lengths[place];
      at = end;
      const label = shown?.label ?? visible(start, end);
      tokens.push({ id, start, end, label, kind: shown?.kind ?? "text", differs: column.differs[place] === "1" });
    });
    return { ...column, number, tokens, tones: tonesOf(ids, data.tones), elements: [] };
  });

  const cluster = new Map(); // character -> [start, end] of the grapheme it is a part of
  for (const [start, end] of data.clusters) for (let at = start; at < end; at++) cluster.set(at, [start, end]);

  let linked = [];
  const mark = (from, to) => {
    for (const element of linked) element.classList.remove("linked");
    linked = [];
    if (to <= from) return;
    const start = cluster.get(from)?.[0] ?? from, end = cluster.get(to - 1)?.[1] ?? to;
    for (const column of columns) {
      column.elements.forEach((element, place) => {
        const token = column.tokens[place];
        if (token.start < end && start < token.end) linked.push(element);
      });
    }
    for (const element of linked) element.classList.add("linked");
  };

  const drawSome = (column, list, until) => {
    const some = document.createDocumentFragment();
    for (let place = column.elements.length; place < Math.min(until, column.tokens.length); place++) {
      const { id, label, kind, differs } = column.tokens[place];
      const tone = column.tones.get(id);
      const token = make("span", `token ${kind}${tone === undefined ? "" : ` tone${tone}`}${differs ? " differs" : ""}`);
      token.append(make("bdi", "label", label));
      if (data.ids) token.append(make("span", "id", String(id)));
      token.setAttribute("role", "option");
      token.setAttribute("aria-selected", "false");
      const name = data.ids ? `${label} ${id}` : label; // a spoken name begins with what is seen
      token.setAttribute("aria-label", `${name}, token ${place + 1}${differs ? ", begins only here" : ""}`);
      token.dataset.place = place;
      token.tabIndex = place === 0 ? 0 : -1;
      column.elements.push(token);
      some.append(token);
    }
    list.append(some);
  };

  const boxes = columns.map((column) => {
    const box = make("section", "column");
    const head = make("div", "head");
    head.append(make("span", "name", column.name), make("span", "count", column.count));
    const list = make("div", data.chooses ? "tokens chooses" : "tokens");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", `${column.name}: ${column.count}`);
    const of = (event) => {
      const element = event.target.closest?.(".token");
      return element ? Number(element.dataset.place) : -1;
    };
    const show = (event) => {
      const place = of(event);
      if (place >= 0) mark(column.tokens[place].start, column.tokens[place].end);
    };
    const choose = (place) => data.chooses && setTriggerValue("chosen", { column: column.number, token: place });
    list.onmouseover = show;
    list.onmouseleave = () => mark(0, 0);
    list.addEventListener("focusin", show);
    list.addEventListener("focusout", () => mark(0, 0));
    list.onclick = (event) => of(event) >= 0 && choose(of(event));
    list.onkeydown = (event) => {
      const place = of(event);
      if (place < 0) return;
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(place);
        return;
      }
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -place, End: column.elements.length - 1 - place };
      const next = column.elements[place + steps[event.key]];
      if (!next) return;
      event.preventDefault();
      column.elements[place].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    };
    drawSome(column, list, FIRST);
    box.append(head);
    if (column.about) box.append(make("div", "about", column.about));
    box.append(list);
    if (column.note) box.append(make("div", "note", column.note));
    column.list = list;
    return box;
  });
  root.classList.toggle("four", boxes.length === 4); // two and two
  root.replaceChildren(...boxes);
  drawKey(parentElement.querySelector(".key"), columns, make);

  let stopped = false;
  const more = () => {
    if (stopped) return;
    const open = columns.filter((column) => column.elements.length < column.tokens.length);
    for (const column of open) drawSome(column, column.list, column.elements.length + STEP);
    if (open.length) requestAnimationFrame(more);
  };
  requestAnimationFrame(more);
  return () => {
    stopped = true;
  };
}
