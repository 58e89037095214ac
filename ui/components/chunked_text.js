// A document in its chunks: two colors in turn, stripes where two chunks share the words, gray where the model stops
// reading. All text arrives as data and is set as text.
export default function ({ data, parentElement }) {
  drawChanged(parentElement.querySelector(".text"), data, draw);
}

function draw(root, { pieces, label }) {
  root.setAttribute("aria-label", label);
  root.replaceChildren(
    ...pieces.flatMap(({ text, kind, begins, label }) => {
      const piece = make("span", kind, text);
      piece.title = label;
      return begins ? [make("span", "number", String(begins)), piece] : [piece];
    }),
  );
}
