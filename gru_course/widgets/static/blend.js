// How the update gate mixes the old state and the candidate: gc.widgets.blend().

import { differs, number, operand, percent } from "./controls.js";
import { bar, numberLine, picture, pin, shape, write } from "./draw.js";
import { blend } from "./gru.js";
import { shell } from "./shell.js";

export function compute({ z, h_prev, h_cand, convention }) {
  const keeps = convention === "keeps";
  const parts = blend(z, h_prev, h_cand, keeps);
  return { ...parts, expected: parts.h, share: keeps ? 1 - z : z };
}

// The same characters as gru_course/widgets/blend.py.
export function describe({ z, h_prev, h_cand, convention }, { h, expected, share }) {
  const [formula, first, second] = convention === "keeps"
    ? ["(1 − z) · h_cand + z · h_prev", 1 - z, z]
    : ["z · h_cand + (1 − z) · h_prev", z, 1 - z];
  return {
    equation:
      `h = ${formula} = ${number(first)} · ${operand(h_cand)} + ${number(second)} · ${operand(h_prev)} = ` +
      number(expected),
    sentence:
      `With z = ${number(z)} the new state is ${percent(share)} candidate (${number(h_cand)}) and ` +
      `${percent(1 - share)} old state (${number(h_prev)}): ${number(expected)}.${differs(h, expected, "h")}`,
  };
}

const [LEFT, HEIGHT] = [40, 204];

function paint(stage, { h_prev, h_cand }, { h, share }, { colors, prediction, width }) {
  const svg = picture(width, HEIGHT);
  const right = width - LEFT;
  const keep = (1 - share) * (right - LEFT);
  svg.append(bar(LEFT, 8, keep, colors.h, `${percent(1 - share)} old state`, false));
  svg.append(bar(LEFT + keep, 8, right - LEFT - keep, colors.h_cand, `${percent(share)} candidate`, true));

  const y = 150;
  const line = numberLine(LEFT, right, y);
  svg.append(line.group);
  svg.append(shape("line", { x1: line.at(h_prev), x2: line.at(h_cand), y1: y, y2: y, class: "gru-between" }));
  svg.append(pin(line, y, h_cand, "h_cand", colors.h_cand, "diamond", 46));
  svg.append(pin(line, y, h_prev, "h_prev", colors.h, "square", 20));
  if (prediction !== null) svg.append(pin(line, y, prediction, "you", "var(--gru-quiet)", "cross", 72));
  const x = line.at(Math.min(Math.max(h, -1.07), 1.07)); // a learner's h may lie beyond the line
  svg.append(shape("circle", { cx: x, cy: y, r: 9, class: "gru-result" }));
  svg.append(write(Math.min(Math.max(x, LEFT + 24), right - 24), y + 44, `h ${number(h)}`,
    { class: "gru-text gru-strong" }));
  stage.replaceChildren(svg);
}

export default { render: shell({ compute, describe, paint }) };
