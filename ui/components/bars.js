// The pages as words at the foot of a phone, and the button of the lecture mode.
const LINKS = "a[data-testid='stSidebarNavLink'], a[data-testid='stTopNavLink']";

function drawBars({ pages, page }) {
  if (!document.querySelector(".page-bar")) {
    const bar = document.createElement("nav");
    bar.className = "page-bar";
    bar.setAttribute("aria-label", "Lessons");
    const button = makeButton("Lecture mode", () => setLecture(!isLecture()));
    button.className = "lecture-button";
    button.title = "Larger type, and only the lesson (key L)";
    button.setAttribute("aria-pressed", String(isLecture()));
    document.body.append(bar, button);
  }
  const bar = document.querySelector(".page-bar");
  bar.replaceChildren(
    ...pages.map(([name, address]) => {
      const link = document.createElement("a");
      link.textContent = name;
      link.href = new URL(address, document.baseURI).pathname;
      if (address === page) link.setAttribute("aria-current", "page");
      link.onclick = (event) => {
        const own = [...document.querySelectorAll(LINKS)].find((one) => new URL(one.href).pathname === link.pathname);
        if (!own || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        own.click(); // Streamlit's own way keeps what was typed
      };
      return link;
    }),
  );
  const current = bar.querySelector("[aria-current]");
  if (current) bar.scrollLeft = current.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
}

function removeBars() {
  for (const one of document.querySelectorAll(".page-bar, .lecture-button")) one.remove();
}
