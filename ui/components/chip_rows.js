// Draws labeled rows of chips: stages, merges, conversations. All text is set as text, never as markup.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".rows");
  const rows = data.rows.map(({ label, note, chips, current }) => {
    const row = make("div", `row${current ? " current" : ""}`);
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", label);
    if (label) row.append(make("div", "row-label", label));
    const list = make("div", "chips");
    chips.forEach(([text, kind, caption, marked]) => {
      const chip = make("span", `token ${kind}${marked ? " marked" : ""}`);
      chip.append(make("bdi", "label", text));
      if (caption) chip.append(make("span", "id", caption));
      list.append(chip);
    });
    row.append(list);
    if (note) row.append(make("div", "note", note));
    return row;
  });
  root.classList.toggle("beside", data.beside);
  root.replaceChildren(...rows);
  // a click on a token far above asks for these rows: bring them into view once
  if (data.look && root.dataset.look !== String(data.look)) {
    root.scrollIntoView({ block: "center", behavior: "instant" });
  }
  root.dataset.look = String(data.look);
}
