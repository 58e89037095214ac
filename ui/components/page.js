// Watches the page and furnishes what Streamlit draws in it. One watcher a page, however often it is run.
const REST = 80; // milliseconds after the last change of the page
const COLORS = ["background-color", "secondary-background-color", "text-color", "primary-color", "border-color"];
const GESTURES = ["touchstart", "touchmove", "touchend", "wheel"];

let stop = null;
let owner = null;

export default function ({ parentElement }) {
  // the theme's colors, for what stands outside this component
  const colors = getComputedStyle(parentElement);
  for (const name of COLORS)
    document.documentElement.style.setProperty(`--st-${name}`, colors.getPropertyValue(`--st-${name}`));
  stop ??= watchPage();
  const here = (owner = {});
  return () => {
    if (owner !== here) return; // the next page has taken over already
    stop?.();
    stop = null;
  };
}

function furnish() {
  for (const box of document.querySelectorAll(FIGURE)) equipFigure(box);
}

function watchPage() {
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(furnish, REST);
  };
  const observer = new MutationObserver(soon);
  observer.observe(document.querySelector(".stApp") ?? document.body, { childList: true, subtree: true });
  for (const kind of GESTURES) document.addEventListener(kind, withholdGesture, { capture: true, passive: true });
  soon();
  return () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const kind of GESTURES) document.removeEventListener(kind, withholdGesture, { capture: true });
    for (const line of document.querySelectorAll(".figure-line")) line.remove();
  };
}
