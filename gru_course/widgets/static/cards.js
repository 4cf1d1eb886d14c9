// A row of cards that can be put into another order: dragged, or moved with the arrow keys.

import { element, number } from "./controls.js";
import { shape } from "./draw.js";

// One look for each card, from the smallest number to the largest: letter, form and colour; letters are dark on all.
const LOOKS = [
  ["A", "M10 2l8 15h-16z", "#56B4E9"],
  ["B", "M3 3h14v14h-14z", "#F0E442"],
  ["C", "M10 2a8 8 0 1 0 .01 0z", "#E0E0E0"],
  ["D", "M10 1l8 9l-8 9l-8 -9z", "#E69F00"],
  ["E", "M7 2h6v5h5v6h-5v5h-6v-5h-5v-6h5z", "#B8B8B8"],
  ["F", "M5 2h10l4 8l-4 8h-10l-4 -8z", "#FFFFFF"],
];

// The place of each number among all of them, in order of size: equal numbers keep their order.
export function ranks(xs) {
  const bySize = xs.map((_, k) => k).sort((a, b) => xs[a] - xs[b] || a - b);
  const out = [];
  bySize.forEach((k, rank) => { out[k] = rank; });
  return out;
}

export function letter(rank) {
  return LOOKS[rank][0];
}

// The form of a card, 20 by 20.
export function form(rank, attributes = {}) {
  const [, d, fill] = LOOKS[rank];
  return shape("path", { d, fill, stroke: "#1a1a1a", "stroke-width": 1.5, ...attributes });
}

// `onorder(xs)` is called whenever the cards lie in another order. The row has
//   show(xs, place)   lay the cards out; place(k) is the middle of the k-th place in pixels, place.width a card's width
//   held              true while a card is being dragged
export function cardRow(onorder) {
  const row = element("div", {
    class: "gru-cards", role: "group",
    "aria-label": "Cards in the order in which they are read; arrow keys move a card",
  });
  const told = element("p", { class: "gru-spoken", role: "status" });
  let [cards, place, active, dragged] = [[], null, null, null];

  // Elements follow the order too, for the Tab key. The active one stays where it is in the page, or it would lose
  // the focus and the pointer: the others move around it.
  const reorder = () => {
    const nodes = cards.map((card) => card.node);
    const fixed = active ? nodes.indexOf(active.node) : -1;
    if (fixed < 0) row.append(...nodes, told);
    else {
      nodes[fixed].before(...nodes.slice(0, fixed));
      nodes[fixed].after(...nodes.slice(fixed + 1));
    }
  };
  const layOut = () => cards.forEach((card, k) => {
    card.node.style.width = `${place.width}px`;
    if (card !== dragged?.card) card.node.style.left = `${place(k) - place.width / 2}px`;
    card.node.setAttribute("aria-label",
      `Card ${letter(card.rank)}, ${number(card.x)}, place ${k + 1} of ${cards.length}. Arrow keys move it.`);
  });
  const move = (card, to) => {
    const from = cards.indexOf(card);
    const target = Math.min(Math.max(to, 0), cards.length - 1);
    if (target === from) return;
    cards.splice(from, 1);
    cards.splice(target, 0, card);
    active = card;
    reorder();
    layOut();
    told.textContent = `Card ${letter(card.rank)} is now at place ${target + 1} of ${cards.length}.`;
    onorder(cards.map(({ x }) => x));
  };

  const make = (x, rank) => {
    const svg = shape("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" });
    svg.append(form(rank, { fill: "none", "stroke-width": 2 }));
    const node = element("button", { type: "button", class: "gru-card", "data-lm-suppress-shortcuts": "true" },
      svg, letter(rank), element("small", {}, number(x)));
    node.style.background = LOOKS[rank][2];
    const card = { x, rank, node };
    node.addEventListener("keydown", (event) => {
      const at = cards.indexOf(card);
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: cards.length - 1 }[event.key];
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      move(card, to);
    });
    node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || dragged) return;
      node.setPointerCapture(event.pointerId);
      node.classList.add("gru-held");
      dragged = { card, pointer: event.pointerId, off: event.clientX - node.offsetLeft, before: [...cards] };
    });
    node.addEventListener("pointermove", (event) => {
      if (dragged?.pointer !== event.pointerId || dragged.card !== card) return;
      const most = place(cards.length - 1) - place.width / 2;
      const left = Math.min(Math.max(event.clientX - dragged.off, place(0) - place.width / 2), most);
      node.style.left = `${left}px`;
      const middle = left + place.width / 2;
      const distances = cards.map((_, k) => Math.abs(place(k) - middle));
      move(card, distances.indexOf(Math.min(...distances)));
    });
    const drop = (event) => {
      if (dragged?.pointer !== event.pointerId || dragged.card !== card) return;
      const { before } = dragged;
      dragged = null;
      node.classList.remove("gru-held");
      if (event.type === "pointercancel") move(card, before.indexOf(card));
      layOut();
    };
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) node.addEventListener(type, drop);
    return card;
  };

  return {
    row,
    get held() { return dragged !== null; },
    show(xs, newPlace) {
      place = newPlace;
      const rank = ranks(xs);
      const same = xs.length === cards.length && [...xs].sort().join() === cards.map(({ x }) => x).sort().join();
      if (!same) {
        for (const { node } of cards) node.remove();
        cards = xs.map((x, k) => make(x, rank[k]));
        active = dragged = null;
        reorder();
      } else if (!dragged && xs.some((x, k) => x !== cards[k].x)) {
        const known = [...cards];
        cards = rank.map((r) => known.find((card) => card.rank === r));
        active = known.find((card) => card.node === document.activeElement) ?? null;
        reorder();
      }
      layOut();
    },
  };
}
