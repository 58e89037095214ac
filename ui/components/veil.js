// Hides the lesson until its first run is over and nothing moves any more; at the latest when nothing has happened for
// a while, whatever the reason. The same, but shorter, on the way to another page.
(() => {
  const LOOK = 50; // milliseconds
  const STILL = 150; // without a change, after the first run
  const STALLED = 5000; // without a change, at any time
  const LONGEST = 20000;
  const NEXT = { still: 100, stalled: 3000, longest: 6000 }; // of another page: its files are there already
  const BEGINS = 400; // until when the run of another page has begun

  const root = document.documentElement;
  let timer = 0;

  // Where everything on the first screen is; a picture has its room before it is there.
  const placesIn = (main) =>
    [...main.querySelectorAll(".stElementContainer, [data-testid='stHeading'], .stVerticalBlock")]
      .map((one) => one.getBoundingClientRect())
      .filter(({ top }) => top < innerHeight)
      .map(({ left, top, width, height }) => [left, top, width, height].map(Math.round).join())
      .join(" ");
  const isMissing = (place) => place.getBoundingClientRect().top < innerHeight && !place.closest(".stPrintGraphic");
  const isDrawn = (main) =>
    document.querySelector("[data-test-script-state='notRunning']") &&
    document.querySelector(".lecture-button") && // the last that a run draws
    document.fonts.status === "loaded" &&
    ![...main.querySelectorAll("[data-testid='stSkeleton']")].some(isMissing);

  const hide = ({ still, stalled, longest }, begins) => {
    const start = performance.now();
    let [last, since, changes] = ["", start, 0];
    const look = () => {
      const now = performance.now();
      const main = document.querySelector("[data-testid='stMain']");
      const places = main ? placesIn(main) : "";
      if (places !== last) [last, since, changes] = [places, now, changes + 1];
      const rest = now - since;
      const begun = changes > 1 || now - start >= begins;
      const ready = main && begun && isDrawn(main) && rest >= still;
      if (!ready && rest < stalled && now - start < longest) return (timer = setTimeout(look, LOOK));
      root.classList.remove("waiting");
    };
    clearTimeout(timer);
    root.classList.add("waiting");
    timer = setTimeout(look, LOOK);
  };
  hide({ still: STILL, stalled: STALLED, longest: LONGEST }, 0);

  let path = location.pathname;
  const turn = () => {
    if (location.pathname === path) return;
    path = location.pathname;
    hide(NEXT, BEGINS);
  };
  const push = history.pushState;
  history.pushState = function (...state) {
    push.apply(this, state);
    turn();
  };
  addEventListener("popstate", turn);
})();
