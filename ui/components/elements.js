// What components share: an element with a class and a text, a shape of an SVG, its attributes, drawing only what has
// changed, and numbers as pixels.
function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function shape(parent, tag, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAll(element, attributes);
  if (text !== undefined) element.textContent = text;
  parent?.append(element);
  return element;
}

function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function drawChanged(root, data, draw) {
  const content = JSON.stringify(data);
  if (root.drawn === content) return;
  root.drawn = content;
  draw(root, data);
}

// Numbers as pixels: blue is minus, orange plus, 0 transparent.
function paint(canvas, numbers, reach, columns) {
  [canvas.width, canvas.height] = [columns || numbers.length, columns ? numbers.length / columns : 1];
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  numbers.forEach((number, at) => {
    const [red, green, blue] = number < 0 ? [0, 114, 178] : [213, 94, 0];
    image.data.set([red, green, blue, 255 * Math.min(1, Math.abs(number) / reach)], 4 * at);
  });
  context.putImageData(image, 0, 0);
}
