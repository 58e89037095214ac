// Makes a text area of Streamlit live: what is typed is sent after a short rest, as Ctrl+Enter would, and a
// paste longer than the limit is cut with a word about it instead of being refused in silence.
const REST = 250; // milliseconds without a key before the text is sent
const LOOK_AGAIN = 100; // milliseconds; Streamlit may draw the area after this component

export default function ({ data, parentElement }) {
  const note = parentElement.querySelector(".note");
  let looking;
  const look = () => {
    const area = document.querySelector(`.st-key-${data.key} textarea`);
    if (!area) looking = setTimeout(look, LOOK_AGAIN);
    else attach(area, data, note);
  };
  look();
  return () => clearTimeout(looking);
}

function attach(area, data, note) {
  if (area.value !== area.dataset.cut) note.textContent = ""; // another text has come
  if (area.dataset.live) return;
  area.dataset.live = "yes";
  let waiting;
  const send = () =>
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
  const sendSoon = (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(send, REST); // not in the middle of a Chinese or Korean sign
  };
  area.addEventListener("input", sendSoon);
  area.addEventListener("compositionend", sendSoon);
  area.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text");
    const [from, to] = [area.selectionStart, area.selectionEnd];
    const whole = area.value.slice(0, from) + pasted + area.value.slice(to);
    note.textContent = "";
    if (whole.length <= data.limit) return;
    event.preventDefault();
    let cut = whole.slice(0, data.limit);
    if (/[\ud800-\udbff]$/.test(cut)) cut = cut.slice(0, -1); // half a character
    // React listens to the element's own setter only
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, cut);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    const count = (text) => Array.from(text).length.toLocaleString("en"); // as Python counts, an emoji as one
    note.textContent =
      `The text has ${count(whole)} characters; the first ${count(cut)} were taken. ${data.remedy}`;
    area.dataset.cut = cut;
  });
}
