// Hides the lesson until its first run is over and nothing moves any more; at the latest when nothing has happened for
// a while, whatever the reason.
(() => {
  const LOOK = 50; // milliseconds
  const STILL = 150; // without a change, after the first run
  const STALLED = 5000; // without a change, at any time
  const LONGEST = 20000;

  const root = document.documentElement;
  const start = performance.now();
  let [last, since] = ["", start];

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

  const look = () => {
    const now = performance.now();
    const main = document.querySelector("[data-testid='stMain']");
    const places = main ? placesIn(main) : "";
    if (places !== last) [last, since] = [places, now];
    const rest = now - since;
    const ready = main && isDrawn(main) && rest >= STILL;
    if (!ready && rest < STALLED && now - start < LONGEST) return setTimeout(look, LOOK);
    root.classList.remove("waiting");
  };
  root.classList.add("waiting");
  setTimeout(look, LOOK);
})();
