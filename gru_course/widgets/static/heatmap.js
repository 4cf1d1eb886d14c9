// Heat maps of a sequence: time to the right, units upwards, one band for each quantity. Each band is a canvas of
// T x H pixels that the browser enlarges: it is painted once for each change, and only frames move over it.

import { element, number } from "./controls.js";
import { gateColor, scaleGradient, stateColor } from "./scales.js";

// `bands`: [{ key, name, words, color, ink, scale }]. onPoint(t, unit) is called for a click or a key.
export function heatmap({ bands, H, onPoint, onKey, label }) {
  const made = bands.map((band) => {
    const canvas = element("canvas", { class: "gru-heat", "aria-hidden": "true" });
    const pinned = element("div", { class: "gru-heat-pinned" });
    const cells = element("div", { class: "gru-heat-cells" }, canvas, ...(band.units === H ? [pinned] : []));
    const name = element("span", { class: "gru-heat-name" }, band.name);
    if (band.ink) name.style.setProperty("--gru-ink", band.ink);
    const ends = element("span", { class: "gru-heat-ends" }, element("span", {}, String(band.units - 1)), element("span", {}, "0"));
    if (band.units === 1) ends.firstChild.textContent = "";
    const row = element("div", { class: "gru-heat-band" },
      element("div", { class: "gru-heat-gutter", "aria-hidden": "true" }, name, ends), cells);
    return { band, canvas, pinned, cells, row, values: null };
  });
  const cursor = element("div", { class: "gru-heat-cursor" });
  const cover = element("div", { class: "gru-heat-cover", hidden: "" });
  const over = element("div", { class: "gru-heat-over" }, cursor, cover);
  const root = element("div", {
    class: "gru-heatmap", role: "slider", tabindex: "0", "aria-label": label, "aria-orientation": "horizontal",
    "aria-valuemin": 1, "aria-valuemax": 1, "aria-valuenow": 1, // until the first paint
    "data-lm-suppress-shortcuts": "true",
  }, ...made.map(({ row }) => row), over);

  let shown = { T: 1, t: 1, unit: 0, visible: 1 };
  const value = (one, t, unit) => one.values[t - 1]?.[unit];

  // ---- pointing: a click or a drag goes there; hovering reads ---------------------------------------------
  const place = (event) => {
    const box = over.getBoundingClientRect();
    const t = Math.floor(((event.clientX - box.left) / box.width) * shown.T) + 1;
    const one = made.find(({ cells }) => {
      const { top, bottom } = cells.getBoundingClientRect();
      return event.clientY >= top && event.clientY < bottom;
    });
    if (!one) return { t, one: null, unit: shown.unit };
    const { bottom, height } = one.cells.getBoundingClientRect();
    const unit = Math.floor(((bottom - event.clientY) / height) * one.band.units);
    return { t, one, unit: Math.min(Math.max(unit, 0), one.band.units - 1) };
  };
  const inside = (t) => t >= 1 && t <= shown.visible;
  const go = (event) => {
    const { t, one, unit } = place(event);
    const clipped = Math.min(Math.max(t, 1), shown.visible);
    onPoint(clipped, one && one.band.units === H ? unit : shown.unit);
  };
  let hovered = null;
  const self = {
    element: root,
    // What lies under the pointer, in words; null if nothing does.
    get hovered() {
      if (!hovered?.one || !inside(hovered.t)) return null;
      const { band } = hovered.one;
      return `step ${hovered.t}, ${band.units === H ? "unit" : "number"} ${hovered.unit}: ` +
        `${band.words} ${number(value(hovered.one, hovered.t, hovered.unit))}`;
    },
    // Paint the bands: `values` by key, T lists of numbers each.
    paint(values) {
      for (const one of made) {
        if (one.values === values[one.band.key]) continue;
        one.values = values[one.band.key];
        paintCells(one.canvas, one.values, one.band);
      }
    },
    // Move the frames: one step, one unit, and how many steps may be seen.
    frame({ T, t, unit, visible, text }) {
      shown = { T, t, unit, visible };
      cursor.style.left = `${(100 * (t - 1)) / T}%`;
      cursor.style.width = `${100 / T}%`;
      cover.style.left = `${(100 * visible) / T}%`;
      cover.hidden = visible >= T;
      for (const { band, pinned } of made) {
        pinned.style.bottom = `${(100 * unit) / band.units}%`;
        pinned.style.height = `${100 / band.units}%`;
      }
      for (const [name, v] of [["min", 1], ["max", visible], ["now", t], ["text", text]]) {
        root.setAttribute(`aria-value${name}`, v);
      }
    },
    onhover: () => {},
  };
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    root.setPointerCapture(event.pointerId);
    go(event);
  });
  root.addEventListener("pointermove", (event) => {
    hovered = place(event);
    if (root.hasPointerCapture(event.pointerId)) go(event);
    self.onhover();
  });
  root.addEventListener("pointerleave", () => { hovered = null; self.onhover(); });
  root.addEventListener("keydown", onKey);
  return self;
}

function paintCells(canvas, values, { units, scale, reach = 1 }) {
  const T = values.length;
  canvas.width = T; // also clears
  canvas.height = units;
  const context = canvas.getContext("2d");
  const image = context.createImageData(T, units);
  const color = scale === "gate" ? gateColor : stateColor;
  for (let t = 0; t < T; t++) {
    for (let unit = 0; unit < units; unit++) {
      const rgb = color(values[t][unit] / reach);
      const at = 4 * ((units - 1 - unit) * T + t);
      image.data[at] = rgb[0];
      image.data[at + 1] = rgb[1];
      image.data[at + 2] = rgb[2];
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}

// The two scales with their numbers; `reach`, if given, is where the colours of x end.
export function heatLegend(reach) {
  const one = (words, color, low, ticks) => {
    const bar = element("span", { class: "gru-legend-bar" });
    bar.style.background = scaleGradient(color, low);
    return element("div", { class: "gru-legend" }, element("span", {}, words),
      element("span", { class: "gru-legend-scale" }, bar,
        element("span", { class: "gru-legend-ticks" }, ...ticks.map((tick) => element("span", {}, tick)))));
  };
  return element("div", { class: "gru-legends", "aria-hidden": "true" },
    one("gates", gateColor, 0, ["0", "0.5", "1"]),
    one("candidate, state", stateColor, -1, ["−1", "0", "1"]),
    ...(reach ? [element("div", { class: "gru-legend" }, `x: the same colours, −${number(reach)} to ${number(reach)}`)] : []));
}
