// Lecture mode: larger type, and nothing but the lesson. Key L or the button; the link carries it.
const LECTURE = "present";

const isLecture = () => document.documentElement.classList.contains(LECTURE);

function setLecture(on) {
  document.documentElement.classList.toggle(LECTURE, on);
  document.querySelector(".lecture-button")?.setAttribute("aria-pressed", String(on));
  linkLecture();
}

// Streamlit writes its own settings into the address: ours is added again where it was lost.
function linkLecture() {
  const address = new URL(location.href);
  if (isLecture() === address.searchParams.has(LECTURE)) return;
  if (isLecture()) address.searchParams.set(LECTURE, "1");
  else address.searchParams.delete(LECTURE);
  history.replaceState(history.state, "", address);
}

function toggleLecture(event) {
  const writes = event.target.closest?.("input, textarea, select, [contenteditable='true'], [role='combobox']");
  if (event.key?.toLowerCase() !== "l" || writes || event.ctrlKey || event.metaKey || event.altKey) return;
  setLecture(!isLecture());
}
