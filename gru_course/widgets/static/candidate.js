// How the reset gate lets history flow into the candidate: gc.widgets.candidate().

import { differs, number, operand, percent } from "./controls.js";
import { resetState } from "./gru.js";
import { shell } from "./shell.js";
import { BARS, ENDS, drawBars, drawCurve, drawEnds, drawPoint, drawSum, learning, unitPicture } from "./unit.js";

const FLAT_FROM = Math.atanh(Math.sqrt(0.8)); // where the slope of tanh is a fifth of its slope at 0

export function compute({ x, h_prev, r, w, u, b }) {
  const reset_h = resetState(r, h_prev);
  const sumWith = (h) => w * x + u * h + b;
  const a = sumWith(reset_h);
  const h_cand = Math.tanh(a);
  return {
    reset_h,
    a,
    slope: 1 - h_cand ** 2,
    expected: h_cand,
    h_cand,
    forgets: Math.tanh(sumWith(0)),
    rnn: Math.tanh(sumWith(h_prev)),
  };
}

// The same characters as gru_course/widgets/candidate.py.
export function describe({ x, h_prev, r, w, u, b }, { reset_h, a, slope, expected, h_cand, forgets, rnn }, { note }) {
  const history = () => {
    if (r === 0) return "r = 0 forgets history: the candidate sees only x.";
    if (r === 1) return `r = 1 is a plain RNN: the candidate sees all of the old state ${number(h_prev)}.`;
    return `With r = ${number(r)} the candidate sees ${percent(r)} of the old state ${number(h_prev)}, ` +
      `which is ${number(reset_h)}.`;
  };
  const sentence =
    `${history()} h_cand = ${number(h_cand)}; it would be ${number(forgets)} with r = 0 (forgets history) and ` +
    `${number(rnn)} with r = 1 (plain RNN). ${learning(slope, 1)}${differs(h_cand, expected, "h_cand")}`;
  return {
    equation:
      `h_cand = tanh(w · x + u · (r · h_prev) + b)\n= tanh(${number(w)} · ${operand(x)} + ${operand(u)} · ` +
      `(${number(r)} · ${operand(h_prev)}) + ${operand(b)}) = tanh(${number(a)}) = ${number(expected)}`,
    sentence: `${sentence} ${note}`.trim(),
  };
}

function paint(stage, { x, h_prev, w, u, b }, { reset_h, a, slope, h_cand }, look) {
  const { colors, setup, prediction } = look;
  const place = unitPicture(look, setup.most, -1, BARS + 102);
  drawCurve(place, { f: Math.tanh, flatFrom: FLAT_FROM, color: colors.h_cand, name: "tanh(a)", own: setup.curve });
  drawSum(place, [
    { name: "w·x", value: w * x, color: "var(--gru-quiet)" },
    { name: "b", value: b, color: "var(--gru-quiet)" },
    { name: "u·(r·h_prev)", value: u * reset_h, color: colors.h, full: u * h_prev },
  ], a);
  const alone = w * x + b;
  drawEnds(place, ENDS, [{ a: alone, name: "forgets history" }, { a: alone + u * h_prev, name: "plain RNN" }]);
  drawPoint(place, { a, value: h_cand, slope, letter: "h_cand", prediction });
  drawBars(place, BARS + 22, [
    { name: "h_prev", what: "the old state", value: h_prev, color: colors.h, dashed: false },
    { name: "r·h_prev", what: "candidate sees", value: reset_h, color: colors.r, dashed: true },
  ]);
  stage.replaceChildren(place.svg);
}

export default { render: shell({ compute, describe, paint }) };
