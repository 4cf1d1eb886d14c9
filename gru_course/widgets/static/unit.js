// One unit with one input, drawn: the sum w · x + u · h + b as arrows, head to tail, under the curve that squashes it,
// with the point where the unit works. The gate and candidate explorers share it.

import { number } from "./controls.js";
import { picture, shape, write } from "./draw.js";

const FLAT = 0.2; // saturated: less than this share of the steepest slope; as in gru_course/widgets/unit.py

// The same sentence as gru_course/widgets/unit.py.
export function learning(slope, steepest) {
  return slope < FLAT * steepest
    ? `Slope ${number(slope)}: saturated, it hardly learns here.`
    : `Slope ${number(slope)}: it can learn here.`;
}

const LEFT = 144; // names stand in this column
const TOP = 24;
const CURVE = 150; // height of the curve's frame
const ROW = 24;
export const ENDS = TOP + CURVE + 42 + 3 * ROW; // a row of names may stand here
export const BARS = TOP + CURVE + 34 + 3 * ROW; // where what comes below may begin

// A picture as wide as there is room, with everything that a drawing needs to know about it.
export function unitPicture(look, most, low, height) {
  const right = look.width - 24;
  const bottom = TOP + CURVE;
  const clamp = (v, least, largest) => Math.min(Math.max(v, least), largest);
  return {
    svg: picture(look.width, height),
    onTop: [], // words that lie over everything else
    left: LEFT,
    right,
    most,
    low,
    top: TOP,
    bottom,
    across: (a) => LEFT + ((clamp(a, -most, most) + most) / (2 * most)) * (right - LEFT),
    up: (y) => bottom - ((clamp(y, low - 0.04, 1.04) - low) / (1 - low)) * CURVE,
  };
}

// The frame, the shaded regions and the curve, and the learner's own curve if there is one.
// `curve`: { f, flatFrom, color, name, own }.
export function drawCurve(place, { f, flatFrom, color, name, own }) {
  const { svg, left, right, top, bottom, across, up, most, low, onTop } = place;
  for (const [from, to, textTop] of [[left, across(-flatFrom), top + 22], [across(flatFrom), right, bottom - 48]]) {
    svg.append(shape("rect", { x: from, y: top, width: to - from, height: bottom - top, class: "gru-flat" }));
    for (let x = from + 10; x < to + (bottom - top); x += 14) { // hatched, so that it does not rest on a shade alone
      const [x1, x2] = [Math.min(x, to), Math.max(x - (bottom - top), from)];
      svg.append(shape("line", { x1, y1: top + (x - x1), x2, y2: top + (x - x2), class: "gru-hatch" }));
    }
    ["saturated:", "it hardly", "learns here"].forEach((line, k) => onTop.push(
      write((from + to) / 2, textTop + 17 * k, line, { class: "gru-text gru-small gru-halo" })));
  }
  svg.append(shape("line", { x1: left, x2: right, y1: bottom, y2: bottom, class: "gru-axis" }));
  svg.append(shape("line", { x1: left, x2: left, y1: top, y2: bottom, class: "gru-axis" }));
  svg.append(shape("line", { x1: across(0), x2: across(0), y1: top, y2: bottom + 20 + 3 * ROW, class: "gru-zero" }));
  for (const tick of [low, (1 + low) / 2, 1]) {
    svg.append(shape("line", { x1: left - 4, x2: left, y1: up(tick), y2: up(tick), class: "gru-axis" }));
    svg.append(write(left - 8, up(tick) + 5, String(tick).replace("-", "\u2212"),
      { class: "gru-text gru-small", "text-anchor": "end" }));
  }
  for (const tick of [-1, -0.5, 0, 0.5, 1].map((share) => share * most)) {
    svg.append(shape("line", { x1: across(tick), x2: across(tick), y1: bottom, y2: bottom + 4, class: "gru-axis" }));
    const text = tick === 0 ? "a = 0" : String(tick).replace("-", "\u2212");
    svg.append(write(across(tick), bottom + 17, text, { class: "gru-text gru-small gru-halo" }));
  }
  const path = (points) => "M" + points.map(([a, y]) => `${across(a).toFixed(1)} ${up(y).toFixed(1)}`).join("L");
  const grid = Array.from({ length: 97 }, (_, k) => most * (k / 48 - 1)); // the points of the learner's curve
  svg.append(shape("path", { d: path(grid.map((a) => [a, f(a)])), class: "gru-curve", stroke: color }));
  svg.append(shape("line", { x1: left, x2: left + 26, y1: 10, y2: 10, stroke: color, "stroke-width": 4 }));
  svg.append(write(left + 32, 15, name, { class: "gru-text gru-small", "text-anchor": "start" }));
  if (own.length) {
    svg.append(shape("path", { d: path(grid.map((a, k) => [a, own[k]])), class: "gru-own" }));
    svg.append(shape("line", { x1: left + 120, x2: left + 150, y1: 10, y2: 10, class: "gru-own" }));
    svg.append(write(left + 156, 15, "the function given", { class: "gru-text gru-small", "text-anchor": "start" }));
  }
}

// The three parts of the sum, each an arrow that begins where the one before it ended. A part is
// { name, value, color, full }: `full` is how far it could reach, drawn as an outline.
export function drawSum(place, parts, a) {
  const { svg, left, across, bottom, most } = place;
  let from = 0;
  parts.forEach(({ name, value, color, full }, k) => {
    const y = bottom + 38 + k * ROW;
    const to = from + value;
    svg.append(write(left - 18, y + 5, `${name} ${number(value)}`, { class: "gru-text gru-small", "text-anchor": "end" }));
    if (full !== undefined) {
      const [one, two] = [across(from), across(from + full)].sort((p, q) => p - q);
      svg.append(shape("rect", { x: one, y: y - 6, width: two - one, height: 12, class: "gru-full" }));
    }
    svg.append(shape("path", { d: arrow(across(from), across(to), y), fill: color }));
    if (k + 1 < parts.length) {
      svg.append(shape("line", { x1: across(to), x2: across(to), y1: y, y2: y + ROW, class: "gru-drop" }));
    }
    from = to;
  });
  const end = bottom + 38 + (parts.length - 1) * ROW;
  svg.append(shape("line", { x1: across(a), x2: across(a), y1: end, y2: bottom, class: "gru-drop" }));
  if (Math.abs(a) > most) { // beyond the picture: an arrow at the edge says so
    const way = Math.sign(a);
    svg.append(shape("path", { d: `M${across(a) + 6 * way} ${end - 6}l${9 * way} 6l${-9 * way} 6z`, class: "gru-beyond" }));
  }
}

// A filled arrow from x1 to x2; a dot if there is nowhere to go.
function arrow(x1, x2, y) {
  const way = Math.sign(x2 - x1);
  const head = Math.min(10, Math.abs(x2 - x1));
  if (head < 1) return `M${x1 - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z`;
  const neck = x2 - way * head;
  return `M${x1} ${y - 3}L${neck} ${y - 3}L${neck} ${y - 7}L${x2} ${y}L${neck} ${y + 7}L${neck} ${y + 3}L${x1} ${y + 3}z`;
}

// Names at both ends of a stretch of the sum, on a row of their own; they never lie over each other.
export function drawEnds(place, y, ends) {
  const { svg, right, across } = place;
  const [one, two] = ends.map(({ a, name }) => ({ x: across(a), name })).sort((p, q) => p.x - q.x);
  const apart = two.x - one.x > 120;
  const last = apart ? Math.min(two.x, right - 40) : Math.min(Math.max(two.x, one.x + 8), right - 100);
  const first = apart ? one.x : Math.min(one.x, last - 8);
  const put = (x, name, anchor) => svg.append(
    write(x, y, name, { class: "gru-text gru-small gru-halo", "text-anchor": apart ? "middle" : anchor }));
  put(first, one.name, "end");
  put(last, two.name, "start");
}

// The point where the unit works, with its tangent, its sum below and its value at the left.
export function drawPoint(place, { a, value, slope, letter, prediction }) {
  const { svg, left, right, bottom, across, up, most, low } = place;
  const [x, y] = [across(a), up(value)];
  if (prediction !== null) {
    svg.append(shape("line", { x1: left, x2: right, y1: up(prediction), y2: up(prediction), class: "gru-guess" }));
    svg.append(write(right - 4, up(prediction) - 5, `you ${number(prediction)}`,
      { class: "gru-text gru-small gru-halo", "text-anchor": "end" }));
  }
  svg.append(shape("line", { x1: x, x2: x, y1: y, y2: bottom, class: "gru-drop" }));
  svg.append(shape("line", { x1: left, x2: x, y1: y, y2: y, class: "gru-drop" }));
  const dx = (right - left) / (2 * most);
  const dy = ((bottom - place.top) / (1 - low)) * slope;
  const reach = 44 / Math.hypot(dx, dy); // 44 pixels to either side
  const [back, on] = [Math.min(reach, (x - left) / dx), Math.min(reach, (right - x) / dx)]; // not out of the frame
  svg.append(shape("line", { x1: x - dx * back, y1: y + dy * back, x2: x + dx * on, y2: y - dy * on,
    class: "gru-tangent" }));
  svg.append(shape("circle", { cx: x, cy: y, r: 8, class: "gru-result" }));
  const ticks = low < 0 ? 29 : 36; // "0.5" takes more room than "-1"
  svg.append(write(left - ticks, Math.min(Math.max(y + 5, 18), bottom), `${letter} ${number(value)}`,
    { class: "gru-text gru-strong", "text-anchor": "end" }));
  svg.append(...place.onTop);
}

// Bars from zero, one under the other, on one number line from -1 to 1: { name, what, value, color, dashed }.
export function drawBars(place, y, bars) {
  const { svg, left, right } = place;
  const at = (v) => left + ((Math.min(Math.max(v, -1), 1) + 1) / 2) * (right - left);
  svg.append(shape("line", { x1: at(0), x2: at(0), y1: y - 4, y2: y + 28 * bars.length, class: "gru-axis" }));
  bars.forEach(({ name, what, value, color, dashed }, k) => {
    const top = y + 28 * k;
    svg.append(write(left - 8, top + 16, `${name} ${number(value)}`,
      { class: "gru-text gru-small", "text-anchor": "end" }));
    const free = bars[0].value < 0 ? 1 : -1; // the side of zero that has no bars
    svg.append(write(at(0) + 10 * free, top + 16, what,
      { class: "gru-text gru-small", "text-anchor": free > 0 ? "start" : "end" }));
    svg.append(shape("rect", { x: Math.min(at(0), at(value)), y: top, width: Math.abs(at(value) - at(0)), height: 22,
      fill: color, "fill-opacity": 0.3, stroke: color, "stroke-width": 2, "stroke-dasharray": dashed ? "5 3" : "none" }));
  });
  const axis = y + 28 * bars.length;
  svg.append(shape("line", { x1: left, x2: right, y1: axis, y2: axis, class: "gru-axis" }));
  for (const tick of [-1, 0, 1]) {
    svg.append(shape("line", { x1: at(tick), x2: at(tick), y1: axis, y2: axis + 4, class: "gru-axis" }));
    svg.append(write(at(tick), axis + 17, String(tick).replace("-", "\u2212"), { class: "gru-text gru-small" }));
  }
}
