// A plain RNN reads cards in an order that can be changed: gc.widgets.sequence_order(). The same numbers and words as
// gru_course/widgets/sequence_order.py.

import { cardRow, form, letter, ranks } from "./cards.js";
import { number, operand } from "./controls.js";
import { apart, picture, shape, write } from "./draw.js";
import { rnnForward } from "./gru.js";
import { shell } from "./shell.js";

export function compute({ xs }, { W, b }) {
  const hs = rnnForward(xs.map((x) => [x]), [0], { W, b }).map(({ h }) => h[0]);
  // summed from the smallest, so that rounding does not know the order either
  const mean = [...xs].sort((p, q) => p - q).reduce((total, x) => total + x, 0) / xs.length;
  return { hs, h: hs.at(-1), mean };
}

const letters = (xs, between = " ") => ranks(xs).map(letter).join(between);

// The same characters as gru_course/widgets/sequence_order.py.
export function describe({ xs }, { hs, h, mean }, { W }) {
  const T = xs.length;
  const [w, u] = W.map(([weight]) => number(weight));
  return {
    equation:
      `h_${T} = tanh(${w} · x_${T} + ${u} · h_${T - 1}) = ` +
      `tanh(${w} · ${operand(xs.at(-1))} + ${u} · ${operand(hs.at(-2))}) = ${number(h)}`,
    sentence:
      `Read in the order ${letters(xs)}, the state ends at ${number(h)}. ` +
      `The average of the same numbers is ${number(mean)}, whatever their order.`,
  };
}

// ---- the picture: under each card the state after it; at the right where orders ended, and the bag -------------

const HEIGHT = 262;
const [TOP_Y, BOTTOM_Y] = [34, 226];
const REST = 600; // milliseconds until an order counts as tried
const REMEMBERED = 6;

const sheets = new WeakMap(); // stage -> what `start` put there

function layout(width, T) {
  const roomy = width >= 540;
  const [left, ends, bag] = roomy ? [30, 126, 120] : [22, 66, 66];
  const column = (width - left - ends - bag) / (T + 1);
  const place = (k) => left + column * (k + 1.5);
  place.width = Math.min(Math.floor(column) - 2, 60);
  return { roomy, left, place, start: left + column / 2, ends: width - ends - bag, bag: width - bag };
}

function paint(stage, { xs }, { hs, h, mean }, { colors, setup, prediction, width }) {
  const sheet = sheets.get(stage);
  const { roomy, left, place, start: first, ends, bag } = layout(width, xs.length);
  sheet.lay(sheet.values().xs);
  sheet.tried(xs, h);

  const svg = picture(width, HEIGHT);
  // a learner's state may leave the range of tanh: it is drawn at the edge
  const y = (v) => (TOP_Y + BOTTOM_Y) / 2 - (Math.min(Math.max(v, -1.1), 1.1) * (BOTTOM_Y - TOP_Y)) / 2;
  for (const tick of [-1, -0.5, 0, 0.5, 1]) {
    svg.append(shape("line", { x1: left, x2: width - 8, y1: y(tick), y2: y(tick), class: "gru-level" }));
    if (tick % 1 === 0) {
      svg.append(write(left - 6, y(tick) + 4.5, String(tick).replace("-", "\u2212"),
        { class: "gru-text gru-small", "text-anchor": "end" }));
    }
  }

  // the path of the state, a stop under each card
  const stops = [[first, 0], ...hs.map((value, k) => [place(k), value])];
  stops.slice(1).forEach(([x, value], k) => {
    svg.append(shape("line", { x1: x, x2: x, y1: 0, y2: y(value), class: "gru-drop" }));
    svg.append(write(x, BOTTOM_Y + 20, `h_${k + 1}`, { class: "gru-text gru-small" }));
  });
  svg.append(write(first, BOTTOM_Y + 20, "h_0", { class: "gru-text gru-small" }));
  svg.append(shape("path", {
    d: stops.map(([x, value], k) => `${k ? "L" : "M"}${x} ${y(value)}`).join(""), stroke: colors.h, class: "gru-path",
  }));
  for (const [x, value] of stops.slice(0, -1)) {
    svg.append(shape("rect", { x: x - 5, y: y(value) - 5, width: 10, height: 10, fill: colors.h }));
  }
  const [lastX] = stops.at(-1);
  if (prediction !== null) {
    svg.append(shape("path", {
      d: `M${lastX + 12} ${y(prediction) - 6}l12 12m0 -12l-12 12`, class: "gru-earlier", style: "stroke-width: 3",
    }));
  }
  svg.append(shape("circle", { cx: lastX, cy: y(h), r: 9, class: "gru-result" }));

  // where this order and earlier ones ended
  const earlier = sheet.ended.filter((one) => one.order !== letters(xs, ""));
  const marks = [{ order: letters(xs, ""), h, now: true }, ...earlier];
  if (prediction !== null) marks.push({ order: "you", h: prediction, mine: true });
  const heights = apart(marks.map((mark) => y(mark.h)), 16, TOP_Y - 4, BOTTOM_Y + 4);
  svg.append(write(ends + 2, 18, roomy ? "orders tried" : "tried",
    { class: "gru-text gru-small", "text-anchor": "start" }));
  marks.forEach((mark, k) => {
    svg.append(shape("path", { d: `M${ends - 4} ${y(mark.h)}L${ends + 8} ${heights[k]}`, class: "gru-earlier" }));
    svg.append(write(ends + 12, heights[k] + 4.5, roomy ? `${mark.order} ${number(mark.h)}` : mark.order, {
      class: mark.now ? "gru-text gru-strong" : "gru-text gru-small", "text-anchor": "start", style: "font-size: 13px",
    }));
  });

  // the bag: the same cards without an order
  const middle = (bag + width) / 2;
  svg.append(shape("rect", { x: bag, y: 2, width: width - bag - 2, height: HEIGHT - 4, rx: 8, class: "gru-bag" }));
  svg.append(write(middle, 20, "in a bag", { class: "gru-text gru-small" }));
  const gap = (width - bag - 8) / xs.length;
  for (const rank of xs.keys()) {
    const x = middle + (rank - (xs.length - 1) / 2) * Math.min(gap, 16) - 6;
    svg.append(form(rank, { transform: `translate(${x} ${BOTTOM_Y + 12}) scale(0.6)` }));
  }
  svg.append(shape("path", { d: `M${middle} ${y(mean) - 9}l9 9l-9 9l-9 -9z`, fill: setup.ink }));
  svg.append(write(middle, y(mean) - 16, "average", { style: "font-size: 13px" }));
  svg.append(write(middle, y(mean) + 24, number(mean), { style: "font-size: 13px" }));
  stage.replaceChildren(svg);
}

// The cards stand above the stage, so that they can be seen while the picture is hidden for a prediction.
function start({ stage, choose, values, controls, look }) {
  const cards = cardRow((xs) => choose({ xs }));
  stage.before(cards.row);
  // the cards are another face of the typed numbers: they follow also while there is no picture to paint
  const lay = (xs) => cards.show(xs, layout(look.width, xs.length).place);
  const typed = controls.get("xs");
  controls.set("xs", { ...typed, set: (xs) => { typed.set(xs); lay(xs); } });
  lay(values().xs);
  let timer = 0;
  const sheet = {
    lay,
    values,
    ended: [], // { order, h } of the orders that were tried, the newest first
    tried(xs, h) {
      const order = letters(xs, "");
      const bag = [...xs].sort().join();
      if (sheet.bag !== bag) [sheet.bag, sheet.ended] = [bag, []];
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (cards.held || sheet.bag !== bag) return;
        sheet.ended = [{ order, h }, ...sheet.ended.filter((one) => one.order !== order)].slice(0, REMEMBERED);
      }, REST);
    },
  };
  sheets.set(stage, sheet);
  return () => {
    clearTimeout(timer);
    cards.row.remove();
  };
}

export default { render: shell({ compute, describe, paint, start }) };
