// Drawing in SVG: shapes, text, and the number line from -1 to 1 on which states live.

import { number } from "./controls.js";

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
  return { group, at, left, right };
}

// A dot on a number line with a name above it; `form` tells it from the others without colour.
export function pin(line, y, value, name, color, form, reach) {
  const x = line.at(value);
  const group = shape("g");
  group.append(shape("line", { x1: x, x2: x, y1: y, y2: y - reach, stroke: color, "stroke-width": 2 }));
  if (form === "round") group.append(shape("circle", { cx: x, cy: y, r: 7, fill: color }));
  else if (form === "square") group.append(shape("rect", { x: x - 6, y: y - 6, width: 12, height: 12, fill: color }));
  else if (form === "cross") {
    group.append(shape("path", { d: `M${x - 6} ${y - 6}l12 12m0 -12l-12 12`, stroke: color, "stroke-width": 3 }));
  } else group.append(shape("path", { d: `M${x} ${y - 8}l8 8l-8 8l-8 -8z`, fill: color }));
  group.append(write(Math.min(Math.max(x, line.left + 24), line.right - 24), y - reach - 6,
    `${name} ${number(value)}`));
  return group;
}

// A bar with its name inside, if there is room.
export function bar(x, y, width, color, name, dashed) {
  const group = shape("g");
  group.append(shape("rect", { x, y, width: Math.max(width, 0), height: 26, fill: color, "fill-opacity": 0.3,
    stroke: color, "stroke-width": 2, "stroke-dasharray": dashed ? "5 3" : "none" }));
  if (width > 9 * name.length) group.append(write(x + width / 2, y + 18, name));
  return group;
}

// Heights for labels: the same ones, moved apart where they would be closer than `gap`.
export function apart(heights, gap, least, most) {
  const order = heights.map((_, k) => k).sort((a, b) => heights[a] - heights[b]);
  const out = [...heights];
  order.forEach((k, n) => { if (n) out[k] = Math.max(out[k], out[order[n - 1]] + gap); });
  [...order].reverse().forEach((k, n, down) => {
    out[k] = Math.min(out[k], n ? out[down[n - 1]] - gap : most);
  });
  return out.map((v) => Math.max(v, least));
}
