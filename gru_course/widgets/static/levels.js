// A chart of levels that shrink or grow over the steps of a sequence, on a scale where each line down is a hundredth.

import { apart, shape, write } from "./draw.js";

const [FLOOR, CEILING] = [-6, 4]; // powers of ten
const TICKS = { 4: "×10 000", 2: "×100", 0: "100 %", "-2": "1 %", "-4": "0.01 %", "-6": "0.0001 %" };
const [AXIS, NAMES, TOP, BOTTOM] = [70, 54, 46, 38]; // margins for ticks, for the lines' names, above, below

// lines: { label, color, dash, mark, levels (T numbers), at (steps until it is gone, or null), faint (more levels) }.
// Mirrored, time runs backwards from the right, and the names of the lines stand on the left, where they end.
export function levelChart({ width, height, T, lines, gone, title, note, mirrored = false, guess = null }) {
  const [left, right] = mirrored ? [NAMES, width - AXIS] : [AXIS, width - NAMES];
  const [top, bottom] = [TOP, height - BOTTOM];
  const x = (t) => left + ((t - 1) / (T - 1)) * (right - left);
  const y = (level) => bottom - ((Math.log10(Math.max(level, 1e-300)) - FLOOR) / (CEILING - FLOOR)) * (bottom - top);
  const chart = shape("g");

  chart.append(write(width / 2, 17, title, { class: "gru-text gru-strong" }));
  chart.append(write(width / 2, 35, note, { class: "gru-text gru-small" }));
  for (const [power, text] of Object.entries(TICKS)) {
    const level = y(10 ** power);
    chart.append(shape("line", {
      x1: left, x2: right, y1: level, y2: level, class: power === "0" ? "gru-level gru-level-one" : "gru-level",
    }));
    chart.append(write(mirrored ? right + 6 : left - 6, level + 4.5, text,
      { class: "gru-text gru-small", "text-anchor": mirrored ? "start" : "end" }));
  }
  const middle = Math.round((T + 1) / 2);
  for (const t of T > 4 ? [1, middle, T] : [1, T]) {
    chart.append(write(x(t), bottom + 17, String(t), { class: "gru-text gru-small" }));
  }
  const axis = `${mirrored ? "← step t" : "step t →"} (faint: other draws)`;
  chart.append(write((left + right) / 2, bottom + 33, axis, { class: "gru-text gru-small" }));

  // lines outside the scale are cut off at the frame: an inner svg does that
  const frame = shape("svg", { x: left - 5, y: top, width: right - left + 10, height: bottom - top });
  const point = (level, k) => `${(x(k + 1) - left + 5).toFixed(1)} ${(y(level) - top).toFixed(1)}`;
  const path = (levels) => `M${levels.map(point).join("L")}`;
  for (const { faint, color, dash } of lines) {
    const d = faint.map(path).join("");
    frame.append(shape("path", { d, stroke: color, "stroke-dasharray": dash, class: "gru-faint" }));
  }
  for (const { levels, color, dash } of lines) {
    frame.append(shape("path", { d: path(levels), stroke: color, "stroke-dasharray": dash, class: "gru-level-line" }));
  }
  chart.append(frame);

  for (const { at, color, mark } of lines) {
    if (at !== null) chart.append(marker(x(mirrored ? T - at : at + 1), y(gone), color, mark));
  }
  if (guess !== null) {
    const here = within(x(guess + 1), left, right);
    chart.append(shape("line", { x1: here, x2: here, y1: top, y2: bottom, class: "gru-drop" }));
    const far = here > right - 34;
    chart.append(write(here + (far ? -4 : 4), top + 12, "you", { "text-anchor": far ? "end" : "start" }));
  }

  const ends = lines.map(({ levels }) => within(y(levels.at(mirrored ? 0 : -1)), top, bottom));
  apart(ends, 16, top + 4, bottom).forEach((place, k) => {
    const { label } = lines[k];
    chart.append(write(mirrored ? left - 7 : right + 7, place + 4.5, label,
      { class: "gru-text gru-line-name", "text-anchor": mirrored ? "end" : "start" }));
  });
  return chart;
}

const within = (v, least, most) => Math.min(Math.max(v, least), most);

function marker(x, y, color, mark) {
  const look = { stroke: color, fill: color, class: "gru-level-mark" };
  if (mark === "round") return shape("circle", { cx: x, cy: y, r: 5.5, ...look });
  if (mark === "square") return shape("rect", { x: x - 5, y: y - 5, width: 10, height: 10, ...look });
  return shape("path", { d: `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`, stroke: color, "stroke-width": 2.5 });
}
