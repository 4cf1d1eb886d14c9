// What every explorer has: title, controls, presets, a way back, the picture, the equation with its numbers, one
// sentence that says what the picture shows, a prediction to make first, and its state as text.

import { button, control, copyButton, element, enterIsChange, oncePerFrame, slider, valueText } from "./controls.js";
import { oneInFlight } from "./kernel.js";
import { readState, writeState } from "./state.js";

const PATIENCE = 250; // milliseconds before a slow function is called slow
const NO_KERNEL = 4000; // and before we take it that there is no Python

// shell(spec) makes the `render` that anywidget calls. An explorer gives
//   compute(values, setup) -> result        numbers only, nothing of the page
//   describe(values, result, setup) -> { equation, sentence }
//   paint(stage, values, result, look)      draws into the element `stage`; look: { colors, setup, prediction, calm,
//                                           width } (pixels of the stage; it is painted again when they change)
// and, if it needs more than that,
//   start({ model, stage, choose, values, redraw, look, controls }) -> a function that ends it
//   pick(values, result, setup) -> result   what of a long result these values look at; also of Python's
//   local: [names]                          values that a learner's function is not asked again for
// While look.moving is set (an explorer plays by itself), nothing is read aloud.
export function shell(spec) {
  return ({ model, el }) => {
    const setup = model.get("setup");
    const predict = model.get("predict");
    const specs = model.get("controls");
    const name = model.get("name");
    const learner = Object.keys(model.get("answer")).length > 0;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const look = { colors: model.get("colors"), setup, calm, prediction: null, width: 600 };

    let values = { ...model.get("values") };
    let shown = learner ? { values, ...model.get("answer") } : null; // the last answer of the learner's function
    let fromPython = learner;
    let stage = element("div", { class: "gru-stage" });
    const equation = element("p", { class: "gru-equation" });
    const sentence = element("p", { class: "gru-sentence" });
    const spoken = element("p", { class: "gru-spoken", role: "status" }); // read aloud when things have come to rest
    const problem = element("p", { class: "gru-problem", role: "status", hidden: "" });
    const state = element("input", {
      type: "text", class: "gru-state", "data-lm-suppress-shortcuts": "true", spellcheck: "false",
      autocomplete: "off", "aria-label": "State of this explorer, to copy or to paste back",
    });

    // ---- what is shown -----------------------------------------------------------------------------------

    const timers = new Map();
    const later = (key, milliseconds, what) => {
      clearTimeout(timers.get(key));
      timers.set(key, setTimeout(what, milliseconds));
    };
    const say = (text) => {
      problem.textContent = text;
      problem.hidden = text === "";
    };
    const draw = () => {
      const now = fromPython
        ? { ...shown, values: { ...shown.values, ...localOnes() } }
        : { values, result: spec.compute(values, setup), problem: "" };
      if (document.activeElement !== state) state.value = writeState(name, specs, values);
      if (now.problem) {
        say(now.problem);
        stage.classList.add("gru-stale");
        return;
      }
      stage.classList.remove("gru-stale");
      if (fromPython) say("");
      if (spec.pick) now.result = spec.pick(now.values, now.result, setup);
      const text = spec.describe(now.values, now.result, setup);
      const guess = guessing.verdict(now.result);
      spec.paint(stage, now.values, now.result, { ...look, prediction: guessing.revealed, veiled: guessing.veiled });
      equation.textContent = text.equation;
      sentence.textContent = [text.sentence, guess].filter(Boolean).join(" ");
      if (!look.moving) later("speak", 400, () => { spoken.textContent = guessing.veiled ? "" : sentence.textContent; });
    };
    const redraw = oncePerFrame(draw);

    // ---- who computes ------------------------------------------------------------------------------------

    const python = oneInFlight((question) => {
      model.send(question);
      later("slow", PATIENCE, () => say("Your function is computing ..."));
      later("alone", NO_KERNEL, () => {
        if (shown.fresh) return; // Python has answered before: it is slow, not gone
        fromPython = false;
        say("No Python here: the course's own GRU computes.");
        draw();
      });
    });
    const onMessage = (message) => {
      if (message?.kind !== "answer" || !python.answered(message.id)) return;
      clearTimeout(timers.get("alone"));
      if (!python.busy) clearTimeout(timers.get("slow"));
      fromPython = true;
      shown = { values: asked, result: message.result, problem: message.problem, fresh: true };
      asked = values;
      redraw();
    };
    let asked = values;
    const localOnes = () => Object.fromEntries((spec.local ?? []).map((key) => [key, values[key]]));
    const changed = (before) => {
      if (learner && !specs.every(({ name: key }) => spec.local?.includes(key) || same(before[key], values[key]))) {
        if (!python.busy) asked = values;
        python.ask(values);
        if (!fromPython) redraw();
      } else {
        redraw();
      }
    };

    // ---- values ------------------------------------------------------------------------------------------

    const controls = new Map();
    // When things have come to rest: each message costs the page and Python milliseconds that a picture could use.
    const tell = () => later("tell", 150, () => {
      model.set("values", { ...values });
      model.save_changes();
    });
    const choose = (changes) => {
      const before = values;
      values = { ...values, ...changes };
      for (const key of Object.keys(changes)) controls.get(key)?.set(values[key]);
      tell();
      changed(before);
    };
    const follow = () => {
      const theirs = model.get("values");
      if (specs.every(({ name: key }) => same(theirs[key], values[key]))) return;
      const before = values;
      values = { ...theirs };
      for (const [key, one] of controls) one.set(values[key]);
      changed(before);
    };

    // ---- predict, then reveal ----------------------------------------------------------------------------

    const guessing = prediction(predict, {
      onchange: () => {
        stage.classList.toggle("gru-veiled", guessing.veiled);
        for (const part of [equation, sentence]) part.classList.toggle("gru-hidden", guessing.veiled);
        model.set("prediction", guessing.revealed);
        model.save_changes();
        redraw();
      },
    });

    // ---- the page ----------------------------------------------------------------------------------------

    const panel = element("div", { class: "gru-controls" });
    for (const one of specs) {
      const made = control(one, values[one.name], (key, value) => {
        const before = values;
        values = { ...values, [key]: value };
        tell();
        changed(before);
      });
      controls.set(one.name, made);
      panel.append(made.row);
    }
    const buttons = element("div", { class: "gru-buttons", role: "group", "aria-label": "Examples" });
    for (const preset of model.get("presets")) buttons.append(button(preset.label, () => choose(preset.values)));
    buttons.append(button("Start again", () => choose(model.get("defaults"))));

    state.addEventListener("change", () => {
      try {
        choose(readState(name, specs, state.value));
        say("");
      } catch (error) {
        say(error.message);
      }
    });
    enterIsChange(state);
    const copy = copyButton(state);
    const more = element("details", { class: "gru-more" }, element("summary", {}, "Save or restore this view"),
      element("div", { class: "gru-row" }, state, copy));

    const box = element("section", { class: "gru-explorer", "data-explorer": name, "aria-label": model.get("title") },
      element("p", { class: "gru-title" }, model.get("title")),
      element("div", { class: "gru-body" },
        element("div", { class: "gru-side" }, panel, buttons, guessing.element),
        element("div", { class: "gru-main" }, stage, equation, sentence, problem, spoken)),
      more);
    el.append(box);

    const end = spec.start?.({ model, stage, choose, values: () => values, redraw, look, controls });
    const seen = new ResizeObserver(() => {
      const width = Math.max(Math.round(stage.clientWidth), 320); // a hidden tab has none
      if (stage.clientWidth === 0 || width === look.width) return;
      look.width = width;
      redraw();
    });
    seen.observe(stage);
    draw();
    model.on("change:values", follow);
    model.on("msg:custom", onMessage);
    return () => {
      model.off("change:values", follow);
      model.off("msg:custom", onMessage);
      seen.disconnect();
      redraw.cancel();
      for (const timer of timers.values()) clearTimeout(timer);
      end?.();
      box.remove();
    };
  };
}

function same(a, b) {
  return Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((x, k) => x === b[k]) : a === b;
}

// "Predict first": hides the picture until a number has been predicted, then shows both.
function prediction(predict, { onchange }) {
  let phase = "off"; // off, guessing, revealed
  let guess = 0;
  const self = {
    element: element("div", { class: "gru-predict" }),
    get veiled() { return phase === "guessing"; },
    get revealed() { return phase === "revealed" ? guess : null; },
    // One sentence on how good the prediction was.
    verdict(result) {
      if (phase !== "revealed") return "";
      const truth = result[predict.of];
      const off = Math.abs(truth - guess);
      const close = off <= (predict.max - predict.min) * 0.05;
      const [mine, real, apart] = [guess, truth, off].map((x) => valueText(predict, x));
      return `You predicted ${mine}; it is ${real}` + (close ? ": well seen." : `, off by ${apart}.`);
    },
  };
  if (!predict.of) return self;
  guess = (predict.min + predict.max) / 2;
  const input = slider({ ...predict, name: "prediction", color: "" }, guess, (x) => { guess = x; });
  const go = (next) => {
    phase = next;
    input.row.hidden = phase !== "guessing";
    first.hidden = phase !== "off";
    reveal.hidden = phase !== "guessing";
    again.hidden = stop.hidden = phase !== "revealed";
    onchange();
  };
  const first = button("Predict first", () => { go("guessing"); input.row.querySelector("input").focus(); });
  const reveal = button("Reveal", () => { go("revealed"); again.focus(); });
  const again = button("Predict again", () => { go("guessing"); input.row.querySelector("input").focus(); });
  const stop = button("Without prediction", () => { go("off"); first.focus(); });
  input.row.hidden = reveal.hidden = again.hidden = stop.hidden = true;
  self.element.append(input.row, element("div", { class: "gru-buttons" }, first, reveal, again, stop));
  return self;
}
