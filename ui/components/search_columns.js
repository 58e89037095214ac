// Three columns of hits, the same document linked across them. All text arrives as data and is set as text. Pointing at
// a hit, or moving to it with the arrow keys, lights it in every column; a click keeps it.
export default function ({ data, parentElement }) {
  drawChanged(parentElement.querySelector(".root"), data, draw);
}

function makeHit(item, band, first) {
  const hit = make("div", "hit");
  const pieces = (parts) => parts.map(([words, marked]) => make(marked ? "mark" : "span", "", words));
  const title = make("bdi", "title", `${item.rank}. `);
  title.append(...pieces(item.title));
  const text = make("div", "text");
  text.dir = "auto";
  text.append(...pieces(item.parts));
  const track = make("div", "track");
  if (band[1]) {
    const chance = make("div", "band");
    [chance.style.left, chance.style.width] = [`${band[0]}%`, `${band[1]}%`];
    track.append(chance);
  }
  const at = make("div", "at");
  at.style.left = `${item.at}%`;
  track.append(at);
  hit.append(title, make("span", "score", item.score), text, item.ranks ? make("div", "ranks", item.ranks) : track);
  hit.dataset.row = item.row;
  hit.setAttribute("role", "option");
  hit.setAttribute("aria-selected", "false");
  hit.setAttribute("aria-label", `Rank ${item.rank}, score ${item.score}: ${item.hint}`);
  hit.tabIndex = first ? 0 : -1;
  return hit;
}

function draw(root, data) {
  const box = make("div", "columns");
  const lists = [];
  const links = [];
  data.columns.forEach((column, place) => {
    if (place) {
      links.push(shape(box, "svg", { class: "links", "aria-hidden": true, preserveAspectRatio: "none" }));
    }
    const part = make("section", `column ${column.mode}`);
    const list = make("div", "hits");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", column.head);
    list.append(...column.items.map((item, at) => makeHit(item, column.band, !at)));
    part.append(make("div", "head", column.head), make("div", "scale", column.scale), list);
    if (!column.items.length) {
      list.removeAttribute("role");
      list.append(make("div", "empty", column.empty));
    }
    lists.push(list);
    box.append(part);
  });
  const line = make("div", "hint", data.start);
  line.setAttribute("aria-live", "polite");
  root.replaceChildren(box, line);

  const hits = [...box.querySelectorAll(".hit")];
  const hints = new Map(data.columns.flatMap(({ items }) => items.map(({ row, hint }) => [String(row), hint])));
  const connect = () =>
    links.forEach((svg, place) => {
      const frame = svg.getBoundingClientRect();
      if (!frame.height) return;
      svg.setAttribute("viewBox", `0 0 100 ${frame.height}`);
      const middle = (hit) => {
        const own = hit.getBoundingClientRect();
        return own.top + own.height / 2 - frame.top;
      };
      svg.replaceChildren(
        ...[...lists[place].querySelectorAll(".hit")].flatMap((from) => {
          const to = lists[place + 1].querySelector(`[data-row="${from.dataset.row}"]`);
          if (!to) return [];
          const d = `M0 ${middle(from)}C50 ${middle(from)} 50 ${middle(to)} 100 ${middle(to)}`;
          const path = shape(null, "path", { d });
          path.dataset.row = from.dataset.row;
          return [path];
        }),
      );
    });
  root.watcher?.disconnect();
  root.watcher = new ResizeObserver(connect);
  root.watcher.observe(box);
  connect();

  let kept = null;
  const light = (row) => {
    box.querySelectorAll("[data-row]").forEach((each) => each.classList.toggle("lit", each.dataset.row === row));
    box.classList.toggle("pointed", row !== null);
    line.textContent = row === null ? data.start : hints.get(row);
  };
  const keep = (row) => {
    kept = row;
    hits.forEach((hit) => hit.setAttribute("aria-selected", String(hit.dataset.row === row)));
    light(row);
  };
  const rowOf = (event) => event.target.closest?.(".hit")?.dataset.row ?? null;
  box.onmouseover = (event) => rowOf(event) !== null && light(rowOf(event));
  box.onmouseleave = () => light(kept);
  box.onclick = (event) => rowOf(event) !== null && keep(rowOf(event) === kept ? null : rowOf(event));
  box.onfocusin = (event) => rowOf(event) !== null && light(rowOf(event));
  box.onkeydown = (event) => {
    if (event.key === "Escape") return keep(null);
    const hit = event.target.closest?.(".hit");
    if (!hit) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return keep(hit.dataset.row === kept ? null : hit.dataset.row);
    }
    const next = { ArrowDown: hit.nextElementSibling, ArrowUp: hit.previousElementSibling }[event.key];
    if (!next) return;
    event.preventDefault();
    hit.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
}
