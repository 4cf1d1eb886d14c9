// How a question is answered: by choosing, by typing a number, by putting in order. Each returns
// { nodes, read, write, lock, focus }: what to show, and functions that say, set, lock and reach the answer.

import { element, uniqueName } from "./controls.js";

const KEYS = { "data-lm-suppress-shortcuts": "true" }; // JupyterLab leaves the keys to these elements

// Plain text, with what stands between backticks as code.
export function rich(text) {
  return text.split(/`([^`]+)`/).map((part, k) => (k % 2 ? element("code", {}, part) : part));
}

export function plainText(text) {
  return text.replaceAll("`", "");
}

export function choosing({ kind, options, shown }, onchange) {
  const group = uniqueName("gru-quiz");
  const type = kind === "one" ? "radio" : "checkbox";
  const texts = shown.map((k) => options[k].text);
  const inputs = texts.map((_, k) => element("input", { ...KEYS, type, name: group, value: k, onchange }));
  const chosen = () => texts.filter((_, k) => inputs[k].checked);
  return {
    nodes: texts.map((text, k) => element("label", { class: "gru-option" }, inputs[k], element("span", {}, ...rich(text)))),
    read: () => (kind === "one" ? chosen()[0] ?? null : chosen()),
    write: (answer) => {
      const given = [answer ?? []].flat();
      inputs.forEach((input, k) => { input.checked = given.includes(texts[k]); });
    },
    lock: (locked) => { for (const input of inputs) input.disabled = locked; },
    focus: () => (inputs.find(({ checked }) => checked) ?? inputs[0]).focus(),
  };
}

export function typing(_, onchange, { label, onenter }) {
  const input = element("input", {
    ...KEYS,
    type: "text",
    class: "gru-number",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": label,
    oninput: onchange,
    onkeydown: (event) => { if (event.key === "Enter" && !event.isComposing) onenter(); },
  });
  return {
    nodes: [input],
    read: () => input.value,
    write: (answer) => { input.value = answer ?? ""; },
    lock: (locked) => { input.readOnly = locked; }, // unlike a disabled field it keeps the focus
    focus: () => input.focus(),
  };
}

// A list whose items move by dragging, by their buttons, and by the arrow keys on them.
export function ordering({ options, shown }, onchange) {
  const list = element("ol", { class: "gru-order" });
  const spoken = element("p", { class: "gru-spoken", role: "status" });
  const items = new Map(shown.map((k) => [options[k].text, orderItem(options[k].text, (...how) => move(...how))]));
  const texts = new Map([...items].map(([text, item]) => [item, text]));
  let locked = false;

  const place = (item) => [...list.children].indexOf(item);
  const settle = () => {
    for (const item of list.children) {
      const [up, down] = item.querySelectorAll("button");
      up.setAttribute("aria-disabled", locked || !item.previousElementSibling);
      down.setAttribute("aria-disabled", locked || !item.nextElementSibling);
    }
  };
  // The neighbour moves past the item, so that the item, and the focus in it, stays in the page.
  const step = (item, up) => {
    const neighbour = up ? item.previousElementSibling : item.nextElementSibling;
    if (!neighbour) return false;
    if (up) item.after(neighbour);
    else item.before(neighbour);
    return true;
  };
  const moved = (item) => {
    settle();
    spoken.textContent = `${plainText(texts.get(item))}: now ${place(item) + 1} of ${items.size}.`;
    onchange();
  };
  const move = (item, up, far) => {
    if (locked) return;
    while (step(item, up) && far);
    moved(item);
  };

  // A finger drags by the grip, and scrolls the page elsewhere; a mouse drags by the whole item.
  let dragged = null;
  let from = 0;
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("li");
    const grip = event.target.closest(".gru-grip");
    if (locked || !item || event.button !== 0 || event.target.closest("button")) return;
    if (event.pointerType === "touch" && !grip) return;
    event.preventDefault(); // no text is selected on the way
    dragged = item;
    from = place(item);
    item.classList.add("gru-dragged");
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", ({ clientY }) => {
    if (!dragged) return;
    const middle = (node) => node.getBoundingClientRect().top + node.offsetHeight / 2;
    const { previousElementSibling: above, nextElementSibling: below } = dragged;
    if (above && clientY < middle(above)) step(dragged, true);
    else if (below && clientY > middle(below)) step(dragged, false);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    list.addEventListener(end, () => {
      dragged?.classList.remove("gru-dragged");
      if (dragged && place(dragged) !== from) moved(dragged);
      dragged = null;
    });
  }

  return {
    nodes: [list, spoken],
    read: () => [...list.children].map((item) => texts.get(item)),
    write: (answer) => {
      list.replaceChildren(...(answer ?? shown.map((k) => options[k].text)).map((text) => items.get(text)));
      settle();
    },
    lock: (now) => {
      locked = now;
      list.classList.toggle("gru-locked", locked);
      settle();
    },
    focus: () => list.querySelector("button").focus(),
  };
}

function orderItem(text, move) {
  const arrow = (sign, up) => element("button", {
    ...KEYS, type: "button", class: "gru-button gru-arrow", "aria-label": `Move ${up ? "up" : "down"}: ${plainText(text)}`,
    onclick: () => move(item, up, false),
  }, sign);
  const item = element("li", {
    onkeydown: (event) => {
      const how = { ArrowUp: [true, false], ArrowDown: [false, false], Home: [true, true], End: [false, true] }[event.key];
      if (!how || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      move(item, ...how);
    },
  }, element("span", { class: "gru-grip", "aria-hidden": "true" }, "⠿"),
  element("span", { class: "gru-step" }, ...rich(text)), arrow("↑", true), arrow("↓", false));
  return item;
}
