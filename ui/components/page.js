// Watches the page and furnishes what Streamlit draws in it. One watcher a page, however often it is run.
const REST = 80; // milliseconds after the last change of the page
const THEME = [
  "background-color", "secondary-background-color", "text-color", "primary-color", "border-color", "font", "base-font-size",
];
const GESTURES = ["touchstart", "touchmove", "touchend", "wheel"];

let stop = null;
let owner = null;

export default function ({ data, parentElement }) {
  // for what stands outside this component
  const theme = getComputedStyle(parentElement);
  for (const name of THEME) root.style.setProperty(`--st-${name}`, theme.getPropertyValue(`--st-${name}`));
  stop ??= watchPage();
  drawBars(data);
  linkLecture();
  const here = (owner = {});
  return () => {
    if (owner !== here) return; // another has taken over already
    stop?.();
    stop = null;
  };
}

function furnish() {
  growPage();
  sayFramed();
  for (const box of document.querySelectorAll(FIGURE)) {
    recolorFigure(box.querySelector(PLOT));
    spreadFigure(box.querySelector(PLOT));
    equipFigure(box);
    equipMotion(box);
  }
}

function watchPage() {
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(furnish, REST);
  };
  const observer = new MutationObserver(() => {
    reserveHeights(); // before the next picture of the screen
    for (const box of document.querySelectorAll(FIGURE)) equipMorph(box); // and before a map is seen in its new places
    soon();
  });
  if (new URLSearchParams(location.search).has(LECTURE)) setLecture(true);
  growPage(); // before the veil is lifted
  observer.observe(document.querySelector(".stApp") ?? document.body, { childList: true, subtree: true });
  observer.observe(root, { attributeFilter: ["class"] });
  for (const kind of GESTURES) document.addEventListener(kind, withholdGesture, { capture: true, passive: true });
  document.addEventListener("keydown", toggleLecture);
  addEventListener("resize", soon);
  const closeTerms = watchTerms();
  soon();
  return () => {
    observer.disconnect();
    closeTerms();
    clearTimeout(timer);
    for (const kind of GESTURES) document.removeEventListener(kind, withholdGesture, { capture: true });
    document.removeEventListener("keydown", toggleLecture);
    removeEventListener("resize", soon);
    removeBars();
    removeFramed();
    for (const line of document.querySelectorAll(".figure-line, .motion-line")) line.remove();
  };
}
