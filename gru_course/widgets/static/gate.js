// How a gate comes about and what it does to the state: gc.widgets.gate("reset") and gc.widgets.gate("update").

import { differs, number, operand, percent } from "./controls.js";
import { bar } from "./draw.js";
import { resetState, sigmoid } from "./gru.js";
import { shell } from "./shell.js";
import { BARS, drawBars, drawCurve, drawPoint, drawSum, learning, unitPicture } from "./unit.js";

const STEEPEST = 0.25; // the slope of the sigmoid at 0
const FLAT_FROM = Math.log((1 + Math.sqrt(0.8)) / (1 - Math.sqrt(0.8))); // where the slope is a fifth of that

export function compute({ x, h_prev, w, u, b }, { kind }) {
  const a = w * x + u * h_prev + b;
  const gate = sigmoid(a);
  const passed = resetState(kind === "reset" ? gate : 1 - gate, h_prev);
  return { a, gate, passed, slope: gate * (1 - gate), expected: gate };
}

// The same characters as gru_course/widgets/gate.py.
export function describe({ x, h_prev, w, u, b }, { a, gate, passed, slope, expected }, { kind, letter, note }) {
  const first =
    `${letter} = σ(w · x + u · h_prev + b)\n= σ(${number(w)} · ${operand(x)} + ${operand(u)} · ${operand(h_prev)} + ` +
    `${operand(b)}) = σ(${number(a)}) = ${number(expected)}`;
  const [second, sentence] = kind === "reset"
    ? [
        `r · h_prev = ${number(gate)} · ${operand(h_prev)} = ${number(passed)}`,
        `r = ${number(gate)} is the share that is kept: the candidate sees ${percent(gate)} of the old state ` +
        `${number(h_prev)}, which is ${number(passed)}.`,
      ]
    : [
        `(1 − z) · h_prev = ${operand(1 - gate)} · ${operand(h_prev)} = ${number(passed)}`,
        `z = ${number(gate)} is the share that is replaced: ${percent(1 - gate)} of the old state ` +
        `${number(h_prev)} is kept, which is ${number(passed)}.`,
      ];
  return {
    equation: `${first}\n${second}`,
    sentence: `${sentence} ${learning(slope, STEEPEST)}${differs(gate, expected, letter)} ${note}`.trim(),
  };
}

function paint(stage, { x, h_prev, w, u, b }, { a, gate, passed, slope }, look) {
  const { kind, letter, most, curve } = look.setup;
  const color = look.colors[letter];
  const place = unitPicture(look, most, 0, BARS + (kind === "reset" ? 80 : 40));
  drawCurve(place, { f: sigmoid, flatFrom: FLAT_FROM, color, name: `${letter} = σ(a)`, own: curve });
  drawSum(place, [
    { name: "w·x", value: w * x, color: "var(--gru-quiet)" },
    { name: "u·h_prev", value: u * h_prev, color: look.colors.h },
    { name: "b", value: b, color: "var(--gru-quiet)" },
  ], a);
  drawPoint(place, { a, value: gate, slope, letter, prediction: look.prediction });
  if (kind === "reset") {
    drawBars(place, BARS, [
      { name: "h_prev", what: "the old state", value: h_prev, color: look.colors.h, dashed: false },
      { name: "r·h_prev", what: "candidate sees", value: passed, color, dashed: true },
    ]);
  } else {
    const replaced = Math.min(Math.max(gate, 0), 1);
    const [left, width] = [place.left, place.right - place.left];
    place.svg.append(bar(left, BARS, (1 - replaced) * width, look.colors.h, `${percent(1 - gate)} kept`, false));
    place.svg.append(bar(left + (1 - replaced) * width, BARS, replaced * width, color, `${percent(gate)} replaced`, true));
  }
  stage.replaceChildren(place.svg);
}

export default { render: shell({ compute, describe, paint }) };
