// Draws columns of tokens. All text arrives as data and is set as text, never as markup.
// Pointing at a token, or reaching it with the keyboard, marks the tokens of every column that share
// its characters.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".columns");
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  const cells = []; // { element, start, end } of every column
  const mark = (start, end) => {
    for (const cell of cells) {
      const shares = end > start && cell.start < end && start < cell.end;
      cell.element.classList.toggle("linked", shares);
    }
  };

  const columns = data.columns.map((column) => {
    const box = make("section", "column");
    const head = make("div", "head");
    head.append(make("span", "name", column.name), make("span", "count", column.count));
    const list = make("div", "tokens");
    list.setAttribute("role", "list");
    list.setAttribute("aria-label", `${column.name}: ${column.count}`);
    column.tokens.forEach(([label, kind, id, start, end, boundary], place) => {
      const token = make("span", `token ${kind} tone${place % data.tones}${boundary ? " differs" : ""}`);
      token.append(make("bdi", "label", label));
      if (data.ids) token.append(make("span", "id", String(id)));
      token.setAttribute("role", "listitem");
      token.setAttribute("aria-label", `token ${place + 1}: ${label}, id ${id}`);
      token.tabIndex = place === 0 ? 0 : -1;
      token.onmouseenter = token.onfocus = () => mark(start, end);
      token.onmouseleave = token.onblur = () => mark(0, 0);
      token.onkeydown = (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const next = step && list.children[place + step];
        if (!next) return;
        event.preventDefault();
        token.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      };
      cells.push({ element: token, start, end });
      list.append(token);
    });
    box.append(head, list);
    if (column.note) box.append(make("div", "note", column.note));
    return box;
  });
  root.replaceChildren(...columns);
}
