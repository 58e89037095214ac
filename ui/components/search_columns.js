// Three columns of hits, the same document linked across them. All text arrives as data and is set as text. Pointing at
// a hit, or moving to it with the arrow keys, lights it in every column; a click keeps it.
export default function ({ data, parentElement }) {
  drawChanged(parentElement.querySelector(".root"), data, draw);
}

function draw(root, data) {
  const box = make("div", "columns");
  const links = [];
  const lists = data.columns.map((column, place) => {
    if (place) links.push(shape(box, "svg", { class: "links", "aria-hidden": true, preserveAspectRatio: "none" }));
    const list = make("div", "hits");
    if (column.items.length) list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", column.head);
    list.append(...column.items.map((item, at) => makeHit(item, column.band, !at)));
    if (!column.items.length) list.append(make("div", "empty", column.empty));
    const part = make("section", `column ${column.mode}`);
    part.append(make("div", "head", column.head), make("div", "scale", column.scale), list);
    box.append(part);
    return list;
  });
  const line = make("div", "hint", data.start);
  line.setAttribute("aria-live", "polite");
  root.replaceChildren(box, line);
  root.watcher?.disconnect();
  root.watcher = new ResizeObserver(() => links.forEach((svg, place) => connect(svg, lists[place], lists[place + 1])));
  root.watcher.observe(box);

  const hints = new Map(data.columns.flatMap(({ items }) => items.map(({ row, hint }) => [String(row), hint])));
  let kept = null;
  const light = (row) => {
    box.querySelectorAll("[data-row]").forEach((each) => each.classList.toggle("lit", each.dataset.row === row));
    box.classList.toggle("pointed", row !== null);
    line.textContent = row === null ? data.start : hints.get(row);
  };
  const keep = (row) => {
    kept = row;
    box.querySelectorAll(".hit").forEach((hit) => hit.setAttribute("aria-selected", String(hit.dataset.row === row)));
    light(row);
  };
  const hitOf = (event) => event.target.closest?.(".hit");
  const toggle = (hit) => keep(hit.dataset.row === kept ? null : hit.dataset.row);
  box.onmouseover = box.onfocusin = (event) => hitOf(event) && light(hitOf(event).dataset.row);
  box.onmouseleave = () => light(kept);
  box.onclick = (event) => hitOf(event) && toggle(hitOf(event));
  box.onkeydown = (event) => {
    const hit = hitOf(event);
    const next = { ArrowDown: hit?.nextElementSibling, ArrowUp: hit?.previousElementSibling }[event.key];
    if (event.key === "Escape") keep(null);
    else if (hit && (event.key === "Enter" || event.key === " ")) toggle(hit);
    else if (next) {
      [hit.tabIndex, next.tabIndex] = [-1, 0];
      next.focus();
    } else return;
    event.preventDefault();
  };
}

function makeHit({ row, rank, title, parts, score, ranks, at, hint }, [low, width], first) {
  const pieces = (stretches) => stretches.map(([words, marked]) => make(marked ? "mark" : "span", "", words));
  const head = make("bdi", "title", `${rank}. `);
  head.append(...pieces(title));
  const text = make("div", "text");
  text.dir = "auto";
  text.append(...pieces(parts));
  const foot = make("div", ranks ? "ranks" : "track", ranks);
  foot.style.cssText = `--low: ${low}%; --width: ${width}%; --at: ${at}%`;
  const hit = make("div", "hit");
  hit.append(head, make("span", "score", score), text, foot);
  hit.dataset.row = row;
  hit.tabIndex = first ? 0 : -1;
  hit.setAttribute("role", "option");
  hit.setAttribute("aria-selected", "false");
  hit.setAttribute("aria-label", `Rank ${rank}, score ${score}: ${hint}`);
  return hit;
}

function connect(svg, list, next) {
  const frame = svg.getBoundingClientRect();
  svg.setAttribute("viewBox", `0 0 100 ${frame.height || 1}`);
  svg.replaceChildren();
  for (const from of list.querySelectorAll(".hit")) {
    const to = next.querySelector(`[data-row="${from.dataset.row}"]`);
    if (!to) continue;
    const [start, end] = [from, to].map((hit) => {
      const own = hit.getBoundingClientRect();
      return own.top + own.height / 2 - frame.top;
    });
    shape(svg, "path", { d: `M0 ${start}C50 ${start} 50 ${end} 100 ${end}`, "data-row": from.dataset.row });
  }
}
