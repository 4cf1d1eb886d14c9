// Elements, sliders and buttons that every explorer shares.

// element("p", { class: "note", onclick: f }, "text", child): an HTML element.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// JupyterLab would otherwise take arrow keys and letters for itself; it looks for this on the element in focus.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

// Two decimals, a real minus sign, and no "-0.00".
export function number(x) {
  const text = Math.abs(x).toFixed(2);
  return x < 0 && text !== "0.00" ? "\u2212" + text : text;
}

export function percent(x) {
  return `${Math.round(x * 100)} %`;
}

// A labelled range input with its value beside it. `spec`: name, label, min, max, step, color.
export function slider(spec, value, onchange) {
  const input = element("input", {
    ...OWN_KEYS,
    type: "range",
    min: spec.min,
    max: spec.max,
    step: spec.step,
    name: spec.name,
    oninput: () => {
      const chosen = Number(input.value);
      output.textContent = number(chosen);
      onchange(spec.name, chosen);
    },
  });
  const output = element("output", { class: "gru-value", "aria-hidden": "true" });
  const swatch = element("span", { class: "gru-swatch", "aria-hidden": "true" });
  const label = element("label", { class: "gru-slider" }, swatch, element("span", {}, spec.label), input);
  label.style.setProperty("--gru-ink", spec.color);
  const set = (x) => {
    input.value = x;
    output.textContent = number(x);
  };
  set(value);
  return { row: element("div", { class: "gru-row" }, label, output), set };
}

export function button(text, onclick) {
  return element("button", { ...OWN_KEYS, type: "button", class: "gru-button", onclick }, text);
}

// Calls `draw` once for each frame, however often it is asked.
export function oncePerFrame(draw) {
  let waiting = 0;
  const ask = () => {
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; draw(); });
  };
  ask.cancel = () => cancelAnimationFrame(waiting);
  return ask;
}
