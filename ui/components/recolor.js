// A figure follows the theme of the page: Streamlit puts the colors of a theme in once, when a figure arrives.
// THEMES holds the colors of the light and of the dark theme, role by role; no color of a theme has two roles.
const themeWith = (color) => THEMES.find((colors) => colors.includes(color));

function recolored(value, colors, key = "") {
  if (typeof value === "string") return key.includes("color") ? (colors.get(value) ?? value) : value;
  if (Array.isArray(value)) return value.map((one) => recolored(one, colors, key));
  if (!value || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, recolored(inner, colors, name)]));
}

function recolorFigure(plot) {
  const former = themeWith(plot?.layout?.font?.color);
  const now = themeWith(getComputedStyle(root).getPropertyValue("--st-background-color"));
  if (!former || !now || former === now) return;
  const colors = new Map(former.map((color, role) => [color, now[role]]));
  rewriteFigure(plot, (part) => recolored(part, colors));
}
