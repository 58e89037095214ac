// A table that scrolls by itself is reached with the keyboard, too.
new ResizeObserver(() => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
    const scrolls = box.scrollWidth > box.clientWidth;
    if (!scrolls) box.removeAttribute("tabindex");
    else Object.assign(box, { tabIndex: 0, role: "group", ariaLabel: "Table" });
  }
}).observe(document.body);
