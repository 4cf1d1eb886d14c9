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
  const size = Math.abs(x);
  const text = size >= 1e6 ? size.toExponential(2) : size.toFixed(2); // a learner's function may return anything
  return x < 0 && text !== "0.00" ? "\u2212" + text : text;
}

// A number inside an equation: in brackets if it is negative.
export function operand(x) {
  return number(x).startsWith("\u2212") ? `(${number(x)})` : number(x);
}

// A value as its control shows it: a whole number where it moves in whole steps.
export function valueText(spec, x) {
  return Number.isInteger(spec.step) ? String(Math.round(x)).replace("-", "\u2212") : number(x);
}

export function percent(x) {
  const whole = Math.abs(x * 100) >= 1e6 ? number(x * 100) : String(Math.round(x * 100)).replace("-", "\u2212");
  return `${whole} %`;
}

// A sentence about a learner's value that is not the equation's; nothing if it is.
export function differs(returned, expected, letter) {
  if (Math.abs(returned - expected) < 0.005) return "";
  return ` Your function returned ${number(returned)}; the equation gives ${letter} = ${number(expected)}.`;
}

// A control for each of the descriptions that gru_course/widgets/controls.py makes. Each returns
// { row, set }: an element, and a function that moves it without calling `onchange`.
export function control(spec, value, onchange) {
  const make = { slider, choice, toggle, numbers }[spec.kind];
  return make(spec, value, (chosen) => onchange(spec.name, chosen));
}

// A labelled range input with its value beside it.
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
      output.textContent = valueText(spec, chosen);
      onchange(chosen);
    },
  });
  const output = element("output", { class: "gru-value", "aria-hidden": "true" });
  const swatch = element("span", { class: "gru-swatch", "aria-hidden": "true" });
  const label = element("label", { class: "gru-slider" }, swatch, element("span", {}, spec.label), input);
  if (spec.color) label.style.setProperty("--gru-ink", spec.color);
  else swatch.style.visibility = "hidden";
  const set = (x) => {
    input.value = x;
    output.textContent = valueText(spec, x);
  };
  set(value);
  return { row: element("div", { class: "gru-row" }, label, output), set };
}

// A name that nothing else in the page has. Radio buttons belong together by name, also across explorers, and each
// explorer has a copy of this module, so counting would not do.
export function uniqueName(start) {
  return `${start}-${Math.random().toString(36).slice(2)}`;
}

// A few options side by side: radio buttons.
function choice(spec, value, onchange) {
  const group = uniqueName(`gru-${spec.name}`);
  const row = element("fieldset", { class: "gru-choice" }, element("legend", {}, spec.label));
  const inputs = Object.entries(spec.options).map(([option, text]) => {
    const input = element("input", {
      ...OWN_KEYS, type: "radio", name: group, value: option, onchange: () => onchange(option),
    });
    row.append(element("label", {}, input, element("span", {}, text)));
    return input;
  });
  const set = (chosen) => {
    for (const input of inputs) input.checked = input.value === chosen;
  };
  set(value);
  return { row, set };
}

// Yes or no: a checkbox.
function toggle(spec, value, onchange) {
  const input = element("input", {
    ...OWN_KEYS, type: "checkbox", name: spec.name, onchange: () => onchange(input.checked),
  });
  const row = element("label", { class: "gru-toggle" }, input, element("span", {}, spec.label));
  const set = (chosen) => { input.checked = chosen; };
  set(value);
  return { row, set };
}

// A short list of numbers, typed: "0.5, -1, 0".
function numbers(spec, value, onchange) {
  const hint = element("span", { class: "gru-hint", role: "status" });
  const input = element("input", {
    ...OWN_KEYS,
    type: "text",
    name: spec.name,
    inputmode: "text",
    spellcheck: "false",
    autocomplete: "off",
    onchange: () => {
      const parts = input.value.split(/[\s,;]+/).filter(Boolean).map((part) => Number(part.replace("\u2212", "-")));
      const wrong = parts.find((x) => !(x >= spec.min && x <= spec.max));
      if (wrong !== undefined) hint.textContent = `Numbers from ${spec.min} to ${spec.max}, please.`;
      else if (parts.length < spec.least || parts.length > spec.most) {
        hint.textContent = `Between ${spec.least} and ${spec.most} numbers, please.`;
      } else {
        hint.textContent = "";
        onchange(parts);
      }
    },
  });
  enterIsChange(input);
  const row = element("label", { class: "gru-numbers" }, element("span", {}, spec.label), input, hint);
  const set = (list) => {
    input.value = list.map(short).join(", ");
    hint.textContent = "";
  };
  set(value);
  return { row, set };
}

// JupyterLab takes from Enter what it does in a text field; this gives it back.
export function enterIsChange(input) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // or a page without JupyterLab would do it twice
    input.dispatchEvent(new Event("change"));
  });
}

// Six significant digits at most, without trailing zeros.
export function short(x) {
  return String(Number(x.toPrecision(6)));
}

export function button(text, onclick) {
  return element("button", { ...OWN_KEYS, type: "button", class: "gru-button", onclick }, text);
}

// Copies what a text field holds; the text stays selected, for those who would rather copy it by hand.
export function copyButton(input) {
  return button("Copy", async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      document.execCommand("copy"); // an insecure page has no clipboard object
    }
  });
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
