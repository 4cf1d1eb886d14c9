// What a gate does to one number of the state: gc.widgets.gate("update") and gc.widgets.gate("reset").

import { button, element, number, oncePerFrame, percent, slider } from "./controls.js";
import { numberLine, picture, shape, write } from "./draw.js";
import { blend, resetState } from "./gru.js";

// An operand that is negative gets brackets.
function operand(x) {
  return number(x).startsWith("\u2212") ? `(${number(x)})` : number(x);
}

// The equation with its numbers, and one sentence: the same characters as gru_course/widgets/gate.py.
export function describe(kind, values) {
  if (kind === "reset") {
    const { r, h_prev } = values;
    const seen = number(resetState(r, h_prev));
    return {
      equation: `r · h_prev = ${number(r)} · ${operand(h_prev)} = ${seen}`,
      sentence: `With r = ${number(r)} the candidate sees ${percent(r)} of the old state ${number(h_prev)}: ${seen}.`,
    };
  }
  const { z, h_prev, h_cand } = values;
  const h = number(blend(z, h_prev, h_cand).h);
  return {
    equation:
      `h = z · h_cand + (1 − z) · h_prev = ${number(z)} · ${operand(h_cand)} + ` +
      `${number(1 - z)} · ${operand(h_prev)} = ${h}`,
    sentence:
      `With z = ${number(z)} the new state is ${percent(z)} candidate (${number(h_cand)}) and ` +
      `${percent(1 - z)} old state (${number(h_prev)}): ${h}.`,
  };
}

const WIDTH = 600;
const [LEFT, RIGHT] = [40, 560];

// A dot on the number line with a name, above it (side -1) or below it (side 1).
function pin(line, y, value, name, color, form, reach) {
  const x = line.at(value);
  const group = shape("g");
  group.append(shape("line", { x1: x, x2: x, y1: y, y2: y - reach, stroke: color, "stroke-width": 2 }));
  if (form === "round") group.append(shape("circle", { cx: x, cy: y, r: 7, fill: color }));
  else if (form === "square") group.append(shape("rect", { x: x - 6, y: y - 6, width: 12, height: 12, fill: color }));
  else group.append(shape("path", { d: `M${x} ${y - 8}l8 8l-8 8l-8 -8z`, fill: color }));
  const text = `${name} ${number(value)}`;
  group.append(write(Math.min(Math.max(x, LEFT + 24), RIGHT - 24), y - reach - 6, text));
  return group;
}

function bar(x, y, width, color, name, dashed) {
  const group = shape("g");
  const size = { x, y, width: Math.max(width, 0), height: 26 };
  group.append(shape("rect", { ...size, fill: color, "fill-opacity": 0.3, stroke: color, "stroke-width": 2,
    "stroke-dasharray": dashed ? "5 3" : "none" }));
  if (width > 9 * name.length) group.append(write(x + width / 2, y + 18, name));
  return group;
}

function drawUpdate(svg, { z, h_prev, h_cand }, colors) {
  const span = RIGHT - LEFT;
  const keep = (1 - z) * span;
  svg.append(bar(LEFT, 8, keep, colors.h, `${percent(1 - z)} old state`, false));
  svg.append(bar(LEFT + keep, 8, z * span, colors.h_cand, `${percent(z)} candidate`, true));

  const y = 132;
  const line = numberLine(LEFT, RIGHT, y);
  const { h } = blend(z, h_prev, h_cand);
  svg.append(line.group);
  svg.append(shape("line", { x1: line.at(h_prev), x2: line.at(h_cand), y1: y, y2: y, class: "gru-between" }));
  svg.append(pin(line, y, h_cand, "h_cand", colors.h_cand, "diamond", 46));
  svg.append(pin(line, y, h_prev, "h_prev", colors.h, "square", 20));
  svg.append(shape("circle", { cx: line.at(h), cy: y, r: 9, class: "gru-result" }));
  svg.append(write(Math.min(Math.max(line.at(h), LEFT + 24), RIGHT - 24), y + 44, `h ${number(h)}`,
    { class: "gru-text gru-strong" }));
}

function drawReset(svg, { r, h_prev }, colors) {
  const y = 150;
  const line = numberLine(LEFT, RIGHT, y);
  const seen = resetState(r, h_prev);
  const zero = line.at(0);
  const from = (v) => Math.min(zero, line.at(v));
  const long = (v) => Math.abs(line.at(v) - zero);
  svg.append(line.group);
  const centre = zero + (line.at(h_prev) - zero) / 2;
  svg.append(write(centre, 24, `old state ${number(h_prev)}`));
  svg.append(bar(from(h_prev), 32, long(h_prev), colors.h, "", false));
  svg.append(bar(from(seen), 92, long(seen), colors.r, "", true));
  svg.append(write(centre, 84, `the candidate sees ${number(seen)}`, { class: "gru-text gru-strong" }));
  svg.append(shape("line", { x1: line.at(seen), x2: line.at(seen), y1: 92, y2: y, class: "gru-drop" }));
  svg.append(shape("circle", { cx: line.at(seen), cy: y, r: 9, class: "gru-result" }));
}

function render({ model, el }) {
  const kind = model.get("kind");
  const colors = model.get("colors");
  const svg = picture(WIDTH, 186);
  const equation = element("p", { class: "gru-equation" });
  const sentence = element("p", { class: "gru-sentence", "aria-live": "polite" });
  const sliders = new Map();

  const draw = () => {
    const values = model.get("values");
    const text = describe(kind, values);
    svg.replaceChildren();
    (kind === "reset" ? drawReset : drawUpdate)(svg, values, colors);
    equation.textContent = text.equation;
    sentence.textContent = text.sentence;
  };
  const redraw = oncePerFrame(draw);
  const choose = (changes) => {
    model.set("values", { ...model.get("values"), ...changes });
    model.save_changes();
  };
  const follow = () => {
    const values = model.get("values");
    for (const [name, control] of sliders) control.set(values[name]);
    redraw();
  };

  const controls = element("div", { class: "gru-controls" });
  for (const spec of model.get("sliders")) {
    const control = slider(spec, model.get("values")[spec.name], (name, value) => choose({ [name]: value }));
    sliders.set(spec.name, control);
    controls.append(control.row);
  }
  const buttons = element("div", { class: "gru-buttons", role: "group", "aria-label": "Examples" });
  for (const preset of model.get("presets")) buttons.append(button(preset.label, () => choose(preset.values)));
  buttons.append(button("Start again", () => choose(model.get("defaults"))));

  const box = element("section", { class: "gru-explorer", "aria-label": model.get("title") });
  box.append(element("p", { class: "gru-title" }, model.get("title")), controls, buttons, svg, equation, sentence);
  el.append(box);
  draw();
  model.on("change:values", follow);
  return () => {
    model.off("change:values", follow);
    redraw.cancel();
  };
}

export default { render };
