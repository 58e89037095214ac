// In a frame of another site the browser withholds the cookie that an upload needs: say so, and offer a tab.
const UPLOAD = "[data-testid=stFileUploader]";
const UPLOAD_COOKIE = "_streamlit_xsrf";

function sayFramed() {
  if (window.self === window.top || document.cookie.includes(`${UPLOAD_COOKIE}=`)) return;
  for (const field of document.querySelectorAll(UPLOAD)) {
    const beside = field.closest("[data-testid=stHorizontalBlock]") ?? field.parentElement; // one for two fields
    if (beside.querySelector(".framed-upload")) continue;
    const note = document.createElement("p");
    note.className = "framed-upload";
    note.setAttribute("role", "note");
    const link = document.createElement("a");
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "open the app in a tab of its own";
    const refresh = () => (link.href = location.href); // the link holds what is asked now
    link.addEventListener("pointerdown", refresh);
    link.addEventListener("focus", refresh);
    refresh();
    note.append("A page of another site shows this app in a frame, where your browser refuses uploads: ", link, ".");
    field.before(note);
  }
}

function removeFramed() {
  for (const note of document.querySelectorAll(".framed-upload")) note.remove();
}
