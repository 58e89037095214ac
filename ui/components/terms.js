// Shows the definition of a term (a link to the glossary that carries it as its title) on hover, focus and tap.
// Escape closes it; a second tap, or a click, follows the link.
const LATER = 150; // milliseconds in which the pointer may reach the definition
const OF_TERM = 'a[href^="glossary#"]';

function watchTerms() {
  const box = document.createElement("div");
  box.className = "term-definition";
  box.id = "term-definition";
  box.setAttribute("role", "tooltip");
  box.popover = "manual";
  document.body.append(box);
  let term, closing;

  const close = () => {
    clearTimeout(closing);
    if (!term) return;
    term.removeAttribute("aria-describedby");
    term = undefined;
    box.hidePopover();
  };
  const closeSoon = () => {
    clearTimeout(closing);
    closing = setTimeout(close, LATER);
  };
  const open = (link) => {
    clearTimeout(closing);
    if (link === term) return;
    close();
    term = link;
    if (link.title) link.dataset.definition = link.title; // the browser's own tooltip would come as well
    link.removeAttribute("title");
    const name = document.createElement("b");
    name.textContent = link.textContent;
    box.replaceChildren(name, link.dataset.definition ?? "");
    link.setAttribute("aria-describedby", box.id);
    box.showPopover();
    const [at, size] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
    const below = at.bottom + 6 + size.height < innerHeight;
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    box.style.top = `${below ? at.bottom + 6 : at.top - size.height - 6}px`;
  };
  const of = (event) => event.target.closest?.(OF_TERM);
  let touched; // the term that the finger opened
  const listeners = {
    pointerover: (event) => {
      if (event.pointerType === "touch") return; // a finger taps
      if (of(event)) open(of(event));
      else if (box.contains(event.target)) clearTimeout(closing);
      else if (term && document.activeElement !== term) closeSoon();
    },
    pointerdown: (event) => {
      touched = event.pointerType === "touch" && of(event) !== term ? of(event) : undefined;
      if (!of(event)) close();
    },
    click: (event) => {
      if (touched && of(event) === touched) event.preventDefault();
      if (touched) open(touched);
      touched = undefined;
    },
    focusin: (event) => (of(event) ? open(of(event)) : close()),
    keydown: (event) => event.key === "Escape" && close(),
    scroll: close,
  };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener, true);
  return () => {
    close();
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener, true);
    box.remove();
  };
}
