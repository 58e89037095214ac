// The bar of the parts of a page. It sticks to the top of the window, or to its foot while the picture reaches further,
// and scrolls the open part into view when it was chosen or when the link names it.
const BOTH_ROWS = 88; // pixels
const SETTLE = 8000; // milliseconds in which figures above may still grow

export default function ({ data, parentElement, setTriggerValue }) {
  const nav = parentElement.querySelector("nav");
  const root = parentElement.host ?? parentElement;
  const frame = root.closest(".st-key-parts");
  const scroller = root.closest("[data-testid='stMain']");
  if (!frame || !scroller) return;
  const head = document.querySelector("[data-testid='stHeader']")?.getBoundingClientRect().height ?? 0;
  Object.assign(frame.style, { position: "sticky", top: `${head}px`, zIndex: 90 });

  const show = (smooth) => {
    // where the bar stands when nothing sticks: at the end of what is above it
    const above = frame.previousElementSibling?.getBoundingClientRect().bottom ?? 0;
    const top = scroller.scrollTop + above - scroller.getBoundingClientRect().top - head - 8;
    scroller.scrollTo({ top, behavior: smooth && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "instant" });
  };
  const choose = (label) => {
    setTriggerValue("chosen", label);
    show(true);
  };

  const button = ({ label, line }) => {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = label;
    element.title = line;
    element.setAttribute("aria-pressed", String(label === data.open));
    element.onclick = () => choose(label);
    return element;
  };
  const row = (parts, name) => {
    const element = document.createElement("div");
    element.className = `row ${name}`;
    if (name) element.append(Object.assign(document.createElement("span"), { textContent: "Going deeper:" }));
    element.append(...parts.map(button));
    return element;
  };
  const picker = document.createElement("label");
  const select = document.createElement("select");
  for (const [place, parts] of data.rows.entries()) {
    const group = place ? Object.assign(document.createElement("optgroup"), { label: "Going deeper" }) : select;
    for (const { label } of parts) group.append(new Option(label, label, false, label === data.open));
    if (place && parts.length) select.append(group);
  }
  select.onchange = () => choose(select.value);
  picker.append("Part", select);
  const focused = nav.contains(parentElement.activeElement) && parentElement.activeElement.textContent;
  nav.replaceChildren(row(data.rows[0], ""), ...(data.rows[1].length ? [row(data.rows[1], "deeper")] : []), picker);
  const deeper = Object.assign(document.createElement("button"), { type: "button", className: "more", textContent: "More ▾", title: "Going deeper" });
  deeper.onclick = () => show(true);
  if (data.rows[1].length) nav.querySelector(".row").append(deeper);
  if (focused) [...nav.querySelectorAll("button")].find((each) => each.textContent === focused)?.focus();

  // at the foot it is one line: what is above it ends below the line where both rows begin
  frame.observer?.disconnect();
  frame.observer = new IntersectionObserver(
    ([entry]) => nav.classList.toggle("foot", entry.boundingClientRect.bottom > entry.rootBounds.bottom),
    { root: scroller, rootMargin: `0px 0px -${BOTH_ROWS}px`, threshold: [0, 1] },
  );
  if (frame.previousElementSibling) frame.observer.observe(frame.previousElementSibling);

  // a link that names a part: once for each visit, and again while figures above still grow
  if (!data.named || scroller.dataset.part === location.pathname) {
    scroller.dataset.part = location.pathname;
    return;
  }
  scroller.dataset.part = location.pathname;
  show(false);
  const observer = new ResizeObserver(() => show(false));
  for (const element of [frame.parentElement, ...frame.parentElement.children]) observer.observe(element);
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) removeEventListener(name, stop, true);
  };
  const timer = setTimeout(stop, SETTLE);
  for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(name, stop, true);
  // not ended when the bar is drawn anew: the first run of a page draws it more than once
}
