// A small chart of a sequence of single numbers, which is drawn with a pointer or with keys.

import { element, number } from "./controls.js";
import { shape } from "./draw.js";

// now() -> { xs, t }: as they are, which may be newer than what is painted; onDraw(xs, t) is called with a changed
// sequence, onStep(t) when the keys move to another step.
export function inputChart({ min, max, now, onDraw, onStep }) {
  const bars = shape("path", { class: "gru-input-bars" });
  const line = shape("path", { class: "gru-input-zero" });
  const svg = shape("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
  svg.append(bars, line);
  const cursor = element("div", { class: "gru-heat-cursor" });
  const plot = element("div", {
    class: "gru-input-plot", role: "slider", tabindex: "0", "aria-orientation": "vertical",
    "aria-label": "Draw the input: left and right arrows choose the step, up and down change its number",
    "aria-valuemin": min, "aria-valuemax": max, "aria-valuenow": 0, "data-lm-suppress-shortcuts": "true",
  }, svg, cursor);
  const tick = (v) => element("span", {}, String(v).replace("-", "−"));
  const root = element("div", { class: "gru-heat-band gru-input" },
    element("div", { class: "gru-heat-gutter", "aria-hidden": "true" },
      element("span", { class: "gru-heat-name" }, "x"), element("span", { class: "gru-heat-ends" }, tick(max), tick(min))),
    plot);

  let painted = null;
  let from = null; // where the pointer was, so that quick strokes leave no gaps
  const high = (v) => (100 * (max - v)) / (max - min);
  const round = (v) => Math.min(Math.max(Math.round(v * 20) / 20, min), max) + 0;
  const draw = (event) => {
    const { xs } = now();
    const box = plot.getBoundingClientRect();
    const clip = (k) => Math.min(Math.max(k, 0), xs.length - 1);
    const k = clip(Math.floor(((event.clientX - box.left) / box.width) * xs.length));
    let v = round(max - ((event.clientY - box.top) / box.height) * (max - min));
    if (Math.abs(v) < 0.075 * max) v = 0; // silence is easy to hit
    const next = [...xs];
    const start = from ?? { k, v };
    const steps = Math.max(Math.abs(k - start.k), 1);
    for (let s = 0; s <= steps; s++) {
      next[start.k + Math.sign(k - start.k) * Math.min(s, Math.abs(k - start.k))] = round(start.v + ((v - start.v) * s) / steps);
    }
    next[k] = v;
    from = { k, v };
    onDraw(next, k + 1);
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    plot.setPointerCapture(event.pointerId);
    from = null;
    draw(event);
  });
  plot.addEventListener("pointermove", (event) => {
    if (plot.hasPointerCapture(event.pointerId)) draw(event);
  });
  plot.addEventListener("keydown", (event) => {
    const { xs, t } = now();
    const put = (v) => onDraw(xs.map((x, k) => (k === t - 1 ? round(v) : x)), t);
    const tenth = (max - min) / 20;
    const actions = {
      ArrowLeft: () => onStep(t - 1), ArrowRight: () => onStep(t + 1), Home: () => onStep(1), End: () => onStep(xs.length),
      ArrowUp: () => put(xs[t - 1] + tenth), ArrowDown: () => put(xs[t - 1] - tenth),
      PageUp: () => put(max), PageDown: () => put(min), 0: () => put(0), Delete: () => put(0),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    actions[event.key]();
  });

  return {
    element: root,
    show({ xs, t }) {
      if (xs !== painted) {
        const wide = 100 / xs.length;
        const zero = high(0);
        bars.setAttribute("d", xs.map((v, k) =>
          `M${(k * wide + wide * 0.1).toFixed(2)} ${zero}V${high(v).toFixed(2)}h${(wide * 0.8).toFixed(2)}V${zero}z`).join(""));
        line.setAttribute("d", `M0 ${zero}H100`);
      }
      painted = xs;
      cursor.style.left = `${(100 * (t - 1)) / xs.length}%`;
      cursor.style.width = `${100 / xs.length}%`;
      plot.setAttribute("aria-valuenow", xs[t - 1]);
      plot.setAttribute("aria-valuetext", `step ${t}: ${number(xs[t - 1])}`);
    },
  };
}
