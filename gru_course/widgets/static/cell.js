// The whole cell, played over a sequence: gc.widgets.cell().

import { element, number, operand, percent } from "./controls.js";
import { flowPicture, onTheWires } from "./flow.js";
import { gruForward } from "./gru.js";
import { heatLegend, heatmap } from "./heatmap.js";
import { inputChart } from "./inputchart.js";
import { shell } from "./shell.js";
import { transport } from "./transport.js";

const STEPS = [
  { name: "Reset gate", formula: "r = σ([x, h_prev] W_r + b_r)" },
  { name: "Candidate", formula: "h_cand = tanh([x, r·h_prev] W_h + b_h)" },
  { name: "Update gate", formula: "z = σ([x, h_prev] W_z + b_z)" },
  { name: "Final state", formula: "h = z·h_cand + (1 − z)·h_prev" },
];

const HOLD = { open: 1, shut: 0 };

// ---- what is computed and said, without a page -----------------------------------------------------------------

const inputs = (values, setup) => (values.xs ? values.xs.map((x) => [x]) : setup.xs);

export function compute(values, setup) {
  const clamp = {};
  for (const gate of ["r", "z"]) {
    const held = values[`clamp_${gate}`];
    if (held !== "free") clamp[gate] = HOLD[held];
  }
  const zeros = setup.params.b_h.map(() => 0);
  const steps = gruForward(inputs(values, setup), zeros, setup.params, { clamp });
  const over = (name) => steps.map((step) => step[name]);
  return { r: over("r"), z: over("z"), h_cand: over("h_cand"), h: over("h"), learner: false, note: "" };
}

// The step, unit and length that these values look at, and the number that is predicted.
export function pick(values, result) {
  const T = result.h.length;
  return { ...result, T, t: Math.min(values.t, T), end: result.h[T - 1][values.unit] };
}

// The same characters as gru_course/widgets/cell.py.
export function describe(values, result, setup) {
  const { T, t } = pick(values, result);
  const unit = values.unit;
  const [r, z, h_cand, h] = ["r", "z", "h_cand", "h"].map((name) => result[name][t - 1][unit]);
  const h_prev = t > 1 ? result.h[t - 2][unit] : 0;
  const who = `unit ${unit}` + (setup.names.length ? ` (${setup.names[unit]})` : "");
  const change = number(h) === number(h_prev) ? `stays at ${number(h)}` : `${number(h_prev)} becomes ${number(h)}`;
  let did = `mixes ${percent(z)} candidate into its state: ${change}.`;
  if (z >= 0.9) did = `replaces its state (z = ${number(z)}): ${change}.`;
  else if (z <= 0.1) did = `keeps its state (z = ${number(z)}): ${change}.`;
  const sentences = [
    `Step ${t} of ${T}: ${who} ${did}`,
    `The candidate, ${number(h_cand)}, saw ${percent(r)} of the old state (r = ${number(r)}).`,
  ];
  const held = ["r", "z"].filter((gate) => values[`clamp_${gate}`] !== "free");
  if (held.length && result.learner) sentences.push("Gates are not held here: your function decides them.");
  else if (held.length) {
    const where = held.map((gate) => `${gate} at ${HOLD[values[`clamp_${gate}`]]}`).join(" and ");
    sentences.push(`Held for all units: ${where}.`);
  }
  if (result.note) sentences.push(result.note);
  return {
    equation:
      `h = z · h_cand + (1 − z) · h_prev = ${number(z)} · ${operand(h_cand)} + ` +
      `${number(1 - z)} · ${operand(h_prev)} = ${number(h)}`,
    sentence: sentences.join(" "),
  };
}

// The forward pass is computed again only when something that it depends on has changed.
function remember() {
  let key = [];
  let result = null;
  return (values, setup) => {
    const now = [values.xs, values.clamp_r, values.clamp_z, setup];
    if (now.some((part, k) => part !== key[k])) result = compute(values, setup);
    key = now;
    return result;
  };
}

// ---- the page ----------------------------------------------------------------------------------------------

const views = new WeakMap(); // what `start` built in a stage, for `paint`

function start({ model, stage, choose, values, redraw, look, controls }) {
  const { setup, colors } = look;
  const H = setup.params.b_h.length;
  const D = setup.xs[0].length;
  const length = () => inputs(values(), setup).length;
  const typed = model.get("controls").find(({ name }) => name === "xs");
  const reach = typed?.max ?? Math.max(1, ...setup.xs.flat().map(Math.abs));
  let current = null; // what was painted last: { values, result, t }

  const goTo = (t, more = {}) => choose({ t: Math.min(Math.max(t, 1), length()), ...more });
  const player = transport({
    where: () => ({ t: Math.min(values().t, length()), T: length(), speed: values().speed }),
    goTo,
    onFrame: () => showStep(),
    onMoving: (moving) => {
      look.moving = moving;
      if (!moving) redraw(); // which also has the sentence read aloud
    },
    calm: look.calm,
  });

  const flow = flowPicture(colors);
  const chips = STEPS.map(({ name }, part) => {
    const chip = element("button", { type: "button", class: "gru-chip", "aria-pressed": "false",
      "data-lm-suppress-shortcuts": "true", onclick: () => player.pointAt(part) }, `${part + 1} ${name}`);
    return chip;
  });
  const formula = element("p", { class: "gru-formula" });

  const bands = [
    { key: "r", name: "r", words: "reset gate", ink: colors.r, scale: "gate", units: H },
    { key: "z", name: "z", words: "update gate", ink: colors.z, scale: "gate", units: H },
    { key: "h_cand", name: "h_cand", words: "candidate", ink: colors.h_cand, scale: "state", units: H },
    { key: "h", name: "h", words: "state", ink: colors.h, scale: "state", units: H },
  ];
  if (D > 1) bands.unshift({ key: "x", name: "x", words: "input", scale: "state", units: D, reach });
  const move = (t, unit) => {
    player.stepTo(t);
    if (unit !== undefined && unit !== values().unit) choose({ unit: Math.min(Math.max(unit, 0), H - 1) });
  };
  const maps = heatmap({
    bands, H,
    label: "Heat maps: left and right arrows choose the step, up and down the unit",
    onPoint: move,
    onKey: (event) => {
      const { t, unit } = { ...values(), t: Math.min(values().t, length()) };
      const actions = {
        ArrowLeft: () => move(t - 1), ArrowRight: () => move(t + 1), ArrowUp: () => move(t, unit + 1),
        ArrowDown: () => move(t, unit - 1), Home: () => move(1), End: () => move(length()),
        PageUp: () => move(t - 10), PageDown: () => move(t + 10),
      };
      if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      actions[event.key]();
    },
  });
  const chart = typed && inputChart({
    min: typed.min,
    max: typed.max,
    now: () => ({ xs: values().xs, t: Math.min(values().t, length()) }),
    onStep: (t) => move(t),
    onDraw: (xs, t) => { player.halt(); choose({ xs, t }); },
  });
  const reading = element("p", { class: "gru-reading" });
  maps.onhover = () => { if (current) read(); };

  // t and speed belong to the transport
  const scrub = controls.get("t").row;
  const scrubber = scrub.querySelector("input");
  scrub.classList.add("gru-scrub");
  scrubber.addEventListener("input", () => player.halt());
  player.element.append(scrub, controls.get("speed").row);
  controls.get("speed").row.classList.add("gru-speed");

  stage.classList.add("gru-cell-stage");
  stage.append(
    element("div", { class: "gru-cell-flow" }, flow.svg,
      element("div", { class: "gru-chips", role: "group", "aria-label": "Take the step apart" }, ...chips), formula),
    player.element,
    element("div", { class: "gru-cell-maps" }, ...(chart ? [chart.element] : []), maps.element,
      element("div", { class: "gru-time", "aria-hidden": "true" }, element("span", {}, "t = 1"), element("span", { class: "gru-time-end" })),
      reading, heatLegend(D > 1 ? reach : 0)));
  chart?.show({ xs: values().xs, t: Math.min(values().t, length()) });
  const timeEnd = stage.querySelector(".gru-time-end");

  const step = () => {
    const { result } = current;
    const t = current.t;
    const [r, z, h_cand, h] = ["r", "z", "h_cand", "h"].map((name) => result[name][t - 1]);
    const h_prev = t > 1 ? result.h[t - 2] : h.map(() => 0);
    return { x: inputs(current.values, setup)[t - 1], h_prev, r, z, h_cand, h };
  };
  const showStep = () => {
    if (!current) return;
    const { view, unit, clamp_r, clamp_z } = current.values;
    const { part, shown } = player;
    const free = current.result.learner;
    flow.show({
      wires: current.wires ??= onTheWires(step()), view, unit, reach,
      time: shown, part, pulses: player.playing() && !look.calm,
      held: free ? {} : { r: HOLD[clamp_r], z: HOLD[clamp_z] },
    });
    if (showStep.part === part) return;
    showStep.part = part;
    chips.forEach((chip, k) => chip.setAttribute("aria-pressed", String(k === part)));
    formula.textContent = part < 0 ? "" : STEPS[part].formula;
  };
  const read = () => {
    const { t, values: now, result } = current;
    const [r, z, h_cand, h] = ["r", "z", "h_cand", "h"].map((name) => number(result[name][t - 1][now.unit]));
    reading.textContent = maps.hovered ?? `step ${t}, unit ${now.unit}: r ${r}, z ${z}, h_cand ${h_cand}, h ${h}`;
  };

  const paintStage = (now, result, { veiled }) => {
    const { T } = result;
    if (veiled) player.halt();
    const visible = veiled ? Math.max(1, Math.min(result.t, Math.floor(T / 4))) : T;
    const t = Math.min(result.t, visible);
    if (current && current.t !== t) player.rest();
    current = { values: now, result, t };
    scrubber.max = T;
    timeEnd.textContent = `t = ${T}`;
    chart?.show({ xs: values().xs, t: Math.min(t, length()) }); // as it is drawn, even before Python's answer
    maps.paint({ ...result, x: setup.xs });
    read();
    maps.frame({ T, t, unit: now.unit, visible, text: reading.textContent });
    showStep();
  };
  views.set(stage, paintStage);

  // Out of sight, nothing plays.
  const watch = new IntersectionObserver((entries) => {
    if (!entries[entries.length - 1].isIntersecting) player.halt();
  });
  watch.observe(stage);
  return () => {
    player.halt();
    watch.disconnect();
  };
}

function paint(stage, values, result, look) {
  views.get(stage)(values, result, look);
}

export default {
  render(context) {
    const local = ["t", "unit", "view", "speed", "clamp_r", "clamp_z"];
    return shell({ compute: remember(), pick, describe, paint, start, local })(context);
  },
};
