// The sentences of a word, a list for each meaning, linked with the dots of a map: pointing at one lights the
// other, a click or Enter keeps it, Escape lets go. Tells the page when the map has played to its end.
const LOOK_AGAIN = 400; // milliseconds; Streamlit draws the map after this component, and may draw it anew
const FEW = 4; // sentences of a list that a phone shows at first, by its style
const KINDS = 8; // colors of kinds; behind them stand that of axes and that of what is selected

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".lists");
  const colors = getComputedStyle(parentElement.host ?? parentElement)
    .getPropertyValue("--st-chart-categorical-colors").split(",").map((color) => color.trim());
  const selected = colors[KINDS + 1] || "#b8860b";
  box.style.setProperty("--selected", selected);
  box.classList.toggle("beside", Boolean(data.beside));
  const items = new Map(); // name -> list item
  let plot = null;
  let kept = null;

  const dots = (name) => {
    const found = [];
    for (const trace of plot?._fullData ?? []) {
      const index = trace.customdata?.findIndex?.((each) => each?.[0] === name) ?? -1;
      if (index < 0) continue;
      found.push(...[...plot.querySelectorAll(`.trace${CSS.escape(trace.uid)} path.point`)].slice(index, index + 1));
    }
    return found;
  };
  const light = (name) => {
    for (const dot of plot?.querySelectorAll("path.point[data-lit]") ?? []) {
      dot.style.stroke = dot.style.strokeWidth = "";
      delete dot.dataset.lit;
    }
    for (const [each, item] of items) item.classList.toggle("lit", each === name);
    for (const dot of name === null ? [] : dots(name)) {
      dot.dataset.lit = "";
      Object.assign(dot.style, { stroke: selected, strokeWidth: "5px" });
    }
  };
  const keep = (name) => {
    kept = kept === name ? null : name;
    light(kept);
    for (const [each, item] of items) item.setAttribute("aria-pressed", String(each === kept));
  };
  const scrollTo = (name) => {
    const item = items.get(name);
    if (!item) return;
    item.closest("section").classList.add("open");
    const above = item.offsetTop - box.offsetTop - box.scrollTop;
    if (above < 0 || above + item.offsetHeight > box.clientHeight) box.scrollTop += above - box.clientHeight / 2;
  };

  const makeItem = ({ name, before, word, after, note }) => {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.append(before, Object.assign(document.createElement("b"), { textContent: word }), after);
    if (note) text.append(" ", Object.assign(document.createElement("em"), { textContent: note }));
    item.classList.toggle("marked", Boolean(note));
    item.append(Object.assign(document.createElement("span"), { textContent: name }), text);
    item.tabIndex = 0;
    item.setAttribute("role", "button");
    item.onpointerenter = () => light(name);
    item.onpointerleave = () => light(kept);
    item.onclick = () => keep(name);
    item.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        keep(name);
      } else if (event.key === "Escape") {
        kept = null;
        light(null);
      }
    };
    items.set(name, item);
    return item;
  };
  const makeMore = (section, count) => {
    const more = document.createElement("button");
    more.type = "button";
    more.textContent = `${count} more`;
    more.onclick = () => section.classList.add("open");
    return more;
  };
  box.replaceChildren(
    ...data.lists.map(({ title, mark, color, rows }) => {
      const section = document.createElement("section");
      const head = document.createElement("h3");
      head.textContent = `${mark} ${title}`;
      if (color !== null) head.style.color = colors[color % KINDS] || "";
      const list = document.createElement("ol");
      list.setAttribute("role", "group"); // its items are buttons
      list.setAttribute("aria-label", title);
      list.append(...rows.map(makeItem));
      section.append(head, list);
      if (rows.length > FEW + 1) section.append(makeMore(section, rows.length - FEW));
      else section.classList.add("open");
      return section;
    }),
  );

  const pointed = (event) => event.points?.[0]?.customdata?.[0] ?? null;
  const handlers = {
    plotly_hover: (event) => {
      const name = pointed(event);
      if (name === null) return;
      light(name);
      scrollTo(name);
    },
    plotly_unhover: () => light(kept),
    plotly_click: (event) => {
      const name = pointed(event);
      if (name !== null) keep(name);
    },
    plotly_animated: () => setTriggerValue("played", true),
  };
  const detach = () => {
    for (const [name, handler] of Object.entries(handlers)) plot?.removeListener?.(name, handler);
  };
  const attach = () => {
    if (!data.container) return; // lists without a map
    const found = document.querySelector(`.st-key-${CSS.escape(data.container)} .js-plotly-plot`);
    if (found === plot || !found?.on) return;
    detach();
    plot = found;
    for (const [name, handler] of Object.entries(handlers)) plot.on(name, handler);
    light(kept);
  };
  attach();
  const timer = setInterval(attach, LOOK_AGAIN);
  return () => {
    clearInterval(timer);
    detach();
  };
}
