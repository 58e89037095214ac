// Draws merges as boxes: a joined piece lies below its two parents and is as wide as both. Text is set as text.
export default function ({ data, parentElement }) {
  const tree = parentElement.querySelector(".tree");
  tree.setAttribute("aria-label", data.alt);
  tree.style.gridTemplateColumns = `repeat(${data.symbols}, minmax(3rem, 5.5rem))`;
  const boxes = data.pieces.map(({ label, kind, first, last, level, rank, id, newest }) => {
    const box = document.createElement("div");
    box.className = `piece ${kind}${level ? "" : " symbol"}${id ? " token" : ""}${newest ? " newest" : ""}`;
    box.style.gridArea = `${level + 1} / ${first + 1} / ${level + 2} / ${last + 1}`;
    for (const [name, text] of [["label", label], ["rank", rank], ["rank", id]]) {
      if (!text) continue;
      const line = document.createElement(name === "label" ? "bdi" : "span");
      line.className = name;
      line.textContent = text;
      box.append(line);
    }
    return box;
  });
  tree.replaceChildren(...boxes);
}
