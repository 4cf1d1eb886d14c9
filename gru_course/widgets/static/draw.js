// Drawing in SVG: shapes, text, and the number line from -1 to 1 on which states live.

const SVG = "http://www.w3.org/2000/svg";

export function shape(tag, attributes = {}, text = "") {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  return node;
}

export function picture(width, height) {
  return shape("svg", { viewBox: `0 0 ${width} ${height}`, class: "gru-picture", "aria-hidden": "true" });
}

export function write(x, y, text, attributes = {}) {
  return shape("text", { x, y, class: "gru-text", "text-anchor": "middle", ...attributes }, text);
}

// A line from `left` to `right` at height `y`, with ticks from -1 to 1; `at(v)` is where a value lies.
export function numberLine(left, right, y) {
  const at = (v) => left + ((v + 1) / 2) * (right - left);
  const group = shape("g");
  group.append(shape("line", { x1: left, x2: right, y1: y, y2: y, class: "gru-axis" }));
  for (const tick of [-1, -0.5, 0, 0.5, 1]) {
    group.append(shape("line", { x1: at(tick), x2: at(tick), y1: y - 4, y2: y + 4, class: "gru-axis" }));
    const name = String(tick).replace("-", "\u2212");
    group.append(write(at(tick), y + 20, name, { class: "gru-text gru-small" }));
  }
  return { group, at };
}
