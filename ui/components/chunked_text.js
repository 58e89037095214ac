// A document in its chunks: two colors in turn, stripes where two chunks share the words, gray where the model stops
// reading. All text arrives as data and is set as text.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".text");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  const make = (className, text) => Object.assign(document.createElement("span"), { className, textContent: text });
  const key = parentElement.querySelector(".key") ?? root.parentElement.insertBefore(document.createElement("div"), root);
  key.className = "key";
  key.replaceChildren(
    make("even", "a chunk"), make("odd", "the next"), make("shared", "shared by both"), make("unread", "never read"),
  );
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", data.label);
  root.tabIndex = 0;
  root.dir = "auto";
  root.replaceChildren(
    ...data.pieces.flatMap(({ text, kind, read, begins, label }) => {
      const piece = make(read ? kind : "unread", text);
      piece.title = label;
      return begins ? [make("number", String(begins)), piece] : [piece];
    }),
  );
}
