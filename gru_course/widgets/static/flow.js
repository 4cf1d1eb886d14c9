// The data-flow picture of one step of a GRU: boxes that compute, wires that carry numbers from one to the next.

import { number } from "./controls.js";
import { picture, shape } from "./draw.js";

// Heights of the three rows of the picture and of the rail that carries x.
const ROW = { state: 56, update: 146, candidate: 236, x: 312 };

// When things happen: the four parts of a step last from 0 to 1, 1 to 2, 2 to 3 and 3 to 4.
const NODES = [
  { kind: "box", text: "σ", x: 100, y: ROW.candidate, ink: "r", at: 0.5 },
  { kind: "times", x: 202, y: ROW.candidate, ink: "r", at: 1.33 },
  { kind: "box", text: "tanh", x: 350, y: ROW.candidate, ink: "h_cand", at: 1.66 },
  { kind: "box", text: "σ", x: 300, y: ROW.update, ink: "z", at: 2.5 },
  { kind: "small", text: "1−", x: 412, y: 101, ink: "z", at: 3.1 },
  { kind: "times", x: 412, y: ROW.state, ink: "h", at: 3.4 },
  { kind: "times", x: 476, y: ROW.candidate, ink: "h_cand", at: 3.4 },
  { kind: "plus", x: 536, y: ROW.state, ink: "h", at: 3.7 },
];

// `points` of a wire, and the time in which a pulse runs along it.
const WIRES = [
  { ink: "h", from: 0, to: 0.5, points: [[70, ROW.state], [100, ROW.state], [100, 218]] },
  { ink: "x", from: 0, to: 0.5, points: [[70, ROW.x], [100, ROW.x], [100, 254]] },
  { ink: "r", from: 0.5, to: 1, points: [[118, ROW.candidate], [188, ROW.candidate]] },
  { ink: "h", from: 1, to: 1.33, points: [[100, ROW.state], [202, ROW.state], [202, 222]] },
  { ink: "r", from: 1.33, to: 1.66, points: [[216, ROW.candidate], [326, ROW.candidate]], over: true },
  { ink: "x", from: 1, to: 1.66, points: [[100, ROW.x], [350, ROW.x], [350, 254]] },
  { ink: "h_cand", from: 1.66, to: 2, points: [[374, ROW.candidate], [462, ROW.candidate]] },
  { ink: "h", from: 2, to: 2.5, points: [[202, ROW.state], [300, ROW.state], [300, 128]] },
  { ink: "x", from: 2, to: 2.5, points: [[236, ROW.x], [236, ROW.update], [282, ROW.update]] },
  { ink: "z", from: 2.5, to: 3, points: [[318, ROW.update], [476, ROW.update], [476, 222]] },
  { ink: "z", from: 2.75, to: 3.1, points: [[412, ROW.update], [412, 114]] },
  { ink: "z", from: 3.1, to: 3.4, points: [[412, 88], [412, 70]] },
  { ink: "h", from: 3, to: 3.4, points: [[300, ROW.state], [398, ROW.state]] },
  { ink: "h", from: 3.4, to: 3.7, points: [[426, ROW.state], [522, ROW.state]] },
  { ink: "h_cand", from: 3.4, to: 3.7, points: [[490, ROW.candidate], [536, ROW.candidate], [536, 70]] },
  { ink: "h", from: 3.7, to: 4, points: [[550, ROW.state], [572, ROW.state]], arrow: true },
];

// Names and numbers on the wires: the centre, the baseline of the number, and when it is known.
const LABELS = [
  { key: "h_prev", name: "h_prev", ink: "h", x: 34, y: 63, at: 0 },
  { key: "x", name: "x", ink: "x", x: 34, y: 319, at: 0 },
  { key: "r", name: "r", ink: "r", x: 153, y: 228, at: 0.5, gate: true },
  { key: "reset_h", name: "r·h_prev", ink: "r", x: 284, y: 228, at: 1.33 },
  { key: "h_cand", name: "h_cand", ink: "h_cand", x: 418, y: 228, at: 1.66 },
  { key: "z", name: "z", ink: "z", x: 360, y: 138, at: 2.5, gate: true },
  { key: "keep", name: "1 − z", ink: "z", x: 464, y: 114, at: 3.1, gate: true },
  { key: "kept", name: "(1−z)·h_prev", ink: "h", x: 474, y: 46, at: 3.4 },
  { key: "added", name: "z·h_cand", ink: "h_cand", x: 588, y: 160, at: 3.4 },
  { key: "h", name: "h", ink: "h", x: 606, y: 63, at: 3.7 },
];
const FORKS = [[100, ROW.state], [202, ROW.state], [300, ROW.state], [100, ROW.x], [236, ROW.x], [412, ROW.update]];
const STRIP = { width: 62, height: 26 };

// Everything on the wires of one step, by the keys of the labels. `step`: x, h_prev, r, z, h_cand, h.
export function onTheWires(step) {
  const { h_prev, r, z, h_cand } = step;
  return {
    ...step,
    reset_h: h_prev.map((h, k) => r[k] * h),
    keep: z.map((gate) => 1 - gate),
    added: h_cand.map((h, k) => z[k] * h),
    kept: h_prev.map((h, k) => (1 - z[k]) * h),
  };
}

// A point on a line through `points`, at `share` of its length.
function along(points, share) {
  const lengths = points.slice(1).map(([x, y], k) => Math.abs(x - points[k][0]) + Math.abs(y - points[k][1]));
  let left = share * lengths.reduce((a, b) => a + b, 0);
  for (let k = 0; k < lengths.length; k++) {
    if (left <= lengths[k] || k === lengths.length - 1) {
      const [[x0, y0], [x1, y1]] = [points[k], points[k + 1]];
      const part = lengths[k] ? left / lengths[k] : 0;
      return [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part];
    }
    left -= lengths[k];
  }
  return points[0];
}

const CROSS = "M-6 -6l12 12m0 -12l-12 12";
const PLUS = "M-7 0h14m-7 -7v14";

function drawNode({ kind, text, x, y }, color) {
  const group = shape("g", { transform: `translate(${x} ${y})`, class: "gru-node" });
  group.style.setProperty("--gru-ink", color);
  if (kind === "box") {
    const half = text === "tanh" ? 24 : 18;
    group.append(shape("rect", { x: -half, y: -18, width: 2 * half, height: 36, rx: 6 }));
  } else if (kind === "small") group.append(shape("rect", { x: -15, y: -13, width: 30, height: 26, rx: 6 }));
  else group.append(shape("circle", { r: 14 }), shape("path", { d: kind === "times" ? CROSS : PLUS }));
  if (text) group.append(shape("text", { y: 5.5, "text-anchor": "middle" }, text));
  return group;
}

// The picture, and a function that brings it up to date without building it again:
// show({ wires, view, unit, reach, time, part, pulses, held }).
export function flowPicture(colors) {
  const svg = picture(640, 336);
  svg.classList.add("gru-flow");
  const ink = (name) => colors[name] ?? "var(--gru-quiet)";

  const wires = WIRES.map((wire) => {
    const d = `M${wire.points.map((point) => point.join(" ")).join("L")}`;
    if (wire.over) svg.append(shape("path", { d, class: "gru-wire-under" }));
    const path = shape("path", { d: wire.arrow ? `${d}m-7 -6l7 6l-7 6` : d, class: "gru-wire" });
    path.style.setProperty("--gru-ink", ink(wire.ink));
    svg.append(path);
    return path;
  });
  for (const [x, y] of FORKS) svg.append(shape("circle", { cx: x, cy: y, r: 4, class: "gru-fork" }));
  const nodes = NODES.map((node) => drawNode(node, ink(node.ink)));
  svg.append(...nodes);
  const holds = { r: shape("text", { x: 100, y: 276, class: "gru-held" }), z: shape("text", { x: 300, y: 184, class: "gru-held" }) };
  svg.append(holds.r, holds.z);

  const labels = LABELS.map(({ name, ink: letter, x, y }) => {
    const left = x - STRIP.width / 2;
    const own = {
      name: shape("text", { x, class: "gru-wire-name" }, name),
      value: shape("text", { x, y, class: "gru-wire-value" }),
      frame: shape("rect", { x: left, y: y - 22, ...STRIP, class: "gru-strip", visibility: "hidden" }),
      bars: shape("path", { fill: ink(letter) }),
      zero: shape("path", { class: "gru-strip-zero" }),
      mark: shape("path", { class: "gru-strip-mark" }),
      left, top: y - 22,
    };
    svg.append(own.name, own.value, own.frame, own.bars, own.zero, own.mark);
    return own;
  });
  const dots = WIRES.map(({ ink: letter }) => {
    const dot = shape("circle", { r: 7, class: "gru-pulse", fill: ink(letter), visibility: "hidden" });
    svg.append(dot);
    return dot;
  });

  const set = (node, name, value) => {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value); // what has not changed costs nothing
  };
  const drawStrip = (label, numbers, low, high, unit) => {
    const wide = STRIP.width / numbers.length;
    const gap = wide > 4 ? 1 : 0;
    const at = (v) => label.top + STRIP.height * (1 - (Math.min(Math.max(v, low), high) - low) / (high - low));
    const zero = at(0);
    set(label.bars, "d", numbers.map((v, k) =>
      `M${(label.left + k * wide + gap / 2).toFixed(1)} ${zero.toFixed(1)}V${at(v).toFixed(1)}h${(wide - gap).toFixed(1)}V${zero.toFixed(1)}z`).join(""));
    set(label.zero, "d", `M${label.left} ${zero}h${STRIP.width}`);
    const pinned = label.left + (unit + 0.5) * wide;
    set(label.mark, "d", unit < 0 ? "" : `M${pinned} ${label.top + STRIP.height}l-4 6h8z`);
  };

  const show = ({ wires: numbers, view, unit, reach, time, part, pulses, held }) => {
    const all = view === "all";
    set(svg, "data-view", view);
    WIRES.forEach(({ from, to, points }, k) => {
      const now = time > from && time < to;
      set(wires[k], "data-state", time >= to ? "done" : now ? "now" : "later");
      set(dots[k], "visibility", pulses && now ? "visible" : "hidden");
      if (pulses && now) {
        const [x, y] = along(points, (time - from) / (to - from));
        dots[k].setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      }
    });
    NODES.forEach(({ at }, k) => {
      set(nodes[k], "data-state", time < at ? "later" : Math.floor(at) === part ? "now" : "done");
    });
    LABELS.forEach(({ key, at, gate, y }, k) => {
      const label = labels[k];
      const known = time >= at;
      const values = numbers[key];
      const several = key === "x" ? values.length > 1 : all;
      set(label.name, "y", String(several ? y - 28 : y - 22));
      for (const piece of [label.frame, label.bars, label.zero, label.mark]) {
        set(piece, "visibility", several && (known || piece === label.frame) ? "visible" : "hidden");
      }
      const text = several ? "" : known ? number(values[key === "x" ? 0 : unit]) : "…";
      if (label.value.textContent !== text) label.value.textContent = text;
      if (several && known) {
        const high = key === "x" ? reach : 1;
        drawStrip(label, values, gate ? 0 : -high, high, key === "x" ? -1 : unit);
      }
    });
    for (const [letter, text] of Object.entries(holds)) {
      const words = held[letter] === undefined ? "" : `held at ${held[letter]}`;
      if (text.textContent !== words) text.textContent = words;
    }
  };
  return { svg, show };
}
