// What components share: an element with a class and a text, a shape of an SVG, and drawing only what has changed.
function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function shape(parent, tag, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent?.append(element);
  return element;
}

function drawChanged(root, data, draw) {
  const content = JSON.stringify(data);
  if (root.drawn === content) return;
  root.drawn = content;
  draw(root, data);
}

