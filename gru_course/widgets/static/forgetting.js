// What is left of step 1 at step t in a plain RNN, a GRU and an LSTM: gc.widgets.forgetting(). The same numbers and
// words as gru_course/widgets/forgetting.py.

import { number, percent } from "./controls.js";
import { picture, shape } from "./draw.js";
import {
  gruForward, gruStepBackward, lstmForward, lstmStepBackward, rnnForward, rnnStepBackward,
} from "./gru.js";
import { levelChart } from "./levels.js";
import { shell } from "./shell.js";

const NETWORKS = { rnn: "plain RNN", gru: "GRU", lstm: "LSTM" };

export function compute(values, { draws, pulse, gone }) {
  const chosen = curves(draws[Math.trunc(values.draw) - 1], { ...values, pulse });
  const first = (levels) => {
    const k = levels.findIndex((level) => level < gone);
    return k < 0 ? null : k;
  };
  const each = (levels, what) => Object.fromEntries(Object.keys(NETWORKS).map((key) => [key, what(levels[key])]));
  const state_gone = each(chosen.state, first);
  const gradient_gone = each(chosen.gradient, (levels) => first([...levels].reverse()));
  return { ...chosen, state_gone, gradient_gone, rnn_gone: state_gone.rnn ?? Math.trunc(values.T) };
}

const size = (vector) => Math.sqrt(vector.reduce((total, v) => total + v * v, 0));

// The state and the gradient of the three networks, for one draw of weights and inputs.
function curves(drawn, { scale, b_z, b_f, T: length, pulse }) {
  const T = Math.trunc(length); // a slider moves in whole steps, but Python may set anything
  const xs = drawn.xs.slice(0, T);
  const changed = [xs[0].map((x) => x + pulse), ...xs.slice(1)];
  const [D, H] = [xs[0].length, drawn.u.length];
  const zeros = new Array(H).fill(0);
  const all = (b) => new Array(H).fill(b);
  const scaled = (W) => W.map((row, k) => (k < D ? row : row.map((w) => w * scale)));
  const weights = (network) =>
    Object.fromEntries(Object.entries(drawn[network]).map(([name, W]) => [name, scaled(W)]));

  const rnn = { ...weights("rnn"), b: zeros };
  const gru = { ...weights("gru"), b_r: zeros, b_z: all(b_z), b_h: zeros };
  const lstm = { ...weights("lstm"), b_i: zeros, b_f: all(b_f), b_o: zeros, b_c: zeros };

  // sizes of the change over time, relative to the first; the state of the LSTM is h and c together
  const left = (steps, others, parts = ["h"]) => {
    const sizes = steps.map((step, t) =>
      size(parts.flatMap((part) => step[part].map((value, k) => others[t][part][k] - value))));
    return sizes.map((one) => one / sizes[0]);
  };
  // sizes of the gradient at steps 1 to T, relative to the last
  const backwards = (steps, d_last, back) => {
    const sizes = [size(d_last.flat())];
    let d = d_last;
    for (let t = T - 1; t > 0; t--) { // through the step from h_t to h_{t+1}
      d = back(d, steps[t]);
      sizes.push(size(d.flat()));
    }
    return sizes.reverse().map((one) => one / sizes[T - 1]);
  };

  const steps = {
    rnn: rnnForward(xs, zeros, rnn),
    gru: gruForward(xs, zeros, gru),
    lstm: lstmForward(xs, zeros, zeros, lstm),
  };
  return {
    state: {
      rnn: left(steps.rnn, rnnForward(changed, zeros, rnn)),
      gru: left(steps.gru, gruForward(changed, zeros, gru)),
      lstm: left(steps.lstm, lstmForward(changed, zeros, zeros, lstm), ["h", "c"]),
    },
    gradient: {
      rnn: backwards(steps.rnn, drawn.u, (d, step) => rnnStepBackward(d, step, rnn)),
      gru: backwards(steps.gru, drawn.u, (d, step) => gruStepBackward(d, step, gru)),
      lstm: backwards(steps.lstm, [drawn.u, zeros], (d, step) => lstmStepBackward(d, step, lstm)),
    },
  };
}

// The same characters as gru_course/widgets/forgetting.py.
export function describe(values, { state, gradient, state_gone, gradient_gone }) {
  const T = Math.trunc(values.T);
  const names = Object.entries(NETWORKS);
  const ends = (levels, end) => names.map(([key, name]) => `${name} ${leftOver(levels[key].at(end))}`).join(", ");
  const told = (levels, gone, end) => names.map(([key, name]) => (gone[key] === null
    ? `${name} more than ${T - 1} (by then ${leftOver(levels[key].at(end))})`
    : `${name} ${gone[key]}`)).join(", ");
  const exploding = names.map(([key, name]) => [name, Math.max(...gradient[key])])
    .filter(([, peak]) => peak > 10).map(([name, peak]) => `${name} up to ${leftOver(peak)}`).join(", ");
  return {
    equation: `|Δh_${T}| / |Δh_1|: ${ends(state, -1)}\n|∂L/∂h_1| / |∂L/∂h_${T}|: ${ends(gradient, 0)}`,
    sentence:
      `Steps until less than 1 % of step 1 is left in the state: ${told(state, state_gone, -1)}. ` +
      `Steps back until less than 1 % of the gradient is left: ${told(gradient, gradient_gone, 0)}.` +
      (exploding ? ` Exploding gradient: ${exploding}.` : ""),
  };
}

export function leftOver(level) {
  if (level >= 1e6) return "over a million times";
  if (level >= 10) return `${Math.round(level)} times`;
  if (level >= 0.1) return percent(level);
  return level >= 1e-4 ? `${number(100 * level)} %` : "under 0.01 %";
}

// ---- the picture: two charts, side by side or, where it is narrow, one above the other ------------------------

function paint(stage, values, result, { setup, prediction, width }) {
  const T = Math.trunc(values.T);
  const others = spread(stage, values, setup);
  const aside = width >= 540;
  const [w, h] = [aside ? width / 2 - 6 : width, 306];
  const inks = {
    rnn: { color: "var(--gru-text)", dash: "2 3", mark: "cross", label: "RNN" },
    gru: { color: setup.ink, dash: "none", mark: "round", label: "GRU" },
    lstm: { color: "var(--gru-quiet)", dash: "9 4", mark: "square", label: "LSTM" },
  };
  const chart = (what, options) => levelChart({
    width: w,
    height: h,
    T,
    gone: setup.gone,
    lines: Object.entries(inks).map(([key, ink]) => ({
      ...ink,
      levels: result[what][key],
      at: result[`${what}_gone`][key],
      faint: others.map((one) => one[what][key]),
    })),
    ...options,
  });
  const state = chart("state", {
    title: "In the state, forwards",
    note: "change of h_t, as a share of h_1’s",
    guess: prediction,
  });
  const gradient = chart("gradient", {
    title: "In the gradient, backwards",
    note: `gradient at h_t, as a share of h_${T}’s`,
    mirrored: true,
  });
  gradient.setAttribute("transform", aside ? `translate(${width - w} 0)` : `translate(0 ${h + 10})`);
  const svg = picture(width, aside ? h : 2 * h + 10);
  const group = shape("g");
  group.append(state, gradient);
  svg.append(group);
  stage.replaceChildren(svg);
}

// The other draws, for faint lines. All together take longer than a frame, so each picture renews one of them and asks
// for the next picture, until all of them belong to the values that are shown.
const spreads = new WeakMap(); // stage -> { key, known, stale, redraw }

function spread(stage, values, setup) {
  const mine = spreads.get(stage);
  const key = JSON.stringify(values);
  const numbers = setup.draws.map((_, k) => k).filter((k) => k !== Math.trunc(values.draw) - 1);
  if (key !== mine.key) {
    mine.key = key;
    const waiting = mine.stale; // whoever waited longest comes first, also while a slider moves
    mine.stale = [...waiting.filter((k) => numbers.includes(k)), ...numbers.filter((k) => !waiting.includes(k))];
  }
  if (mine.stale.length) {
    const k = mine.stale.shift();
    mine.known[k] = curves(setup.draws[k], { ...values, pulse: setup.pulse });
  }
  if (mine.stale.length) mine.redraw();
  return numbers.map((k) => mine.known[k]).filter(Boolean);
}

const start = ({ stage, redraw }) => { spreads.set(stage, { key: "", known: [], stale: [], redraw }); };

export default { render: shell({ compute, describe, paint, start }) };
