// A quiz: questions that say at once what is right, what is not, and why. gc.widgets.quiz().

import { button, copyButton, element, enterIsChange, uniqueName } from "./controls.js";
import { gradeAnswer } from "./quiz_grade.js";
import { choosing, ordering, plainText, rich, typing } from "./quiz_inputs.js";
import { makeRecord, readAnswers, writeAnswers } from "./quiz_state.js";

const WAYS = {
  one: { input: choosing, hint: "Choose one." },
  many: { input: choosing, hint: "Tick all that are right." },
  numeric: { input: typing, hint: "Type a number, such as 1.5, −3 or 3/4." },
  order: { input: ordering, hint: "Drag the steps, or move them with their buttons or the arrow keys." },
};
const PATIENT = 2; // wrong tries before the answer can be shown

// "2 of 4 right, 5 tries"
export function progress(records) {
  const tries = records.reduce((sum, record) => sum + record.tries, 0);
  const right = records.filter((record) => record.right).length;
  const shown = records.filter((record) => record.shown).length;
  const parts = [`${right} of ${records.length} right`, `${tries} ${tries === 1 ? "try" : "tries"}`];
  if (shown) parts.push(`${shown} ${shown === 1 ? "answer" : "answers"} shown`);
  return parts.join(", ");
}

function sameRecord(a, b) {
  return a.tries === b.tries && a.shown === b.shown && String(a.answer) === String(b.answer);
}

// One question. `tell(record)` passes on what was answered; `set(record)` shows what is on record.
function questionView(question, position, tell) {
  const { input: way, hint: advice } = WAYS[question.kind];
  const id = uniqueName("gru-quiz-hint");
  let record = makeRecord(question);
  let peeking = false; // the answer is on the page

  const verdict = element("div", { class: "gru-verdict", role: "status" });
  const say = (kind, heading, lines) => {
    const sign = { right: "✓", wrong: "✗", note: "!", shown: "→" }[kind];
    const top = element("p", { class: "gru-verdict-head" }, element("span", { "aria-hidden": "true" }, `${sign} `), heading);
    verdict.dataset.verdict = kind;
    verdict.classList.remove("gru-hidden");
    verdict.replaceChildren(top, ...lines.map((line) => element("p", {}, ...rich(line))));
  };
  const silence = () => {
    delete verdict.dataset.verdict;
    verdict.replaceChildren();
  };
  const isSolved = () => record.answer !== null && gradeAnswer(question, record.answer).right;
  const show = () => {
    if (peeking) {
      say("shown", "The answer, shown: this does not count as solved.", question.solution);
    } else if (record.answer === null) {
      silence();
    } else {
      const { right, feedback } = gradeAnswer(question, record.answer);
      const late = right && record.shown ? ", but the answer had been shown, so it does not count as solved" : "";
      const heading = `Try ${record.tries}: ${right ? "right" : "not right yet"}${late}.`;
      say(right ? "right" : "wrong", heading, feedback.split("\n").filter(Boolean));
    }
    const done = peeking || isSolved();
    input.lock(done);
    check.setAttribute("aria-disabled", done); // stays where it is, and keeps the focus
    again.hidden = record.answer === null && !peeking;
    reveal.hidden = done || record.tries < PATIENT;
  };

  const onCheck = () => {
    if (check.getAttribute("aria-disabled") === "true") return;
    const answer = input.read();
    const { answered, feedback } = gradeAnswer(question, answer);
    if (!answered) {
      say("note", feedback, []);
      return;
    }
    record = makeRecord(question, answer, record.tries + 1, record.shown);
    show();
    tell(record);
  };
  const onAgain = () => {
    peeking = false;
    record = makeRecord(question, null, record.tries, record.shown);
    input.write(null);
    show();
    input.focus();
    tell(record);
  };
  const onReveal = () => {
    peeking = true;
    record = makeRecord(question, record.answer, record.tries, true);
    show();
    again.focus();
    tell(record);
  };
  // What was said about one choice or one number is about that one only; about several it still helps.
  const onChange = () => {
    if (["one", "numeric"].includes(question.kind)) verdict.classList.add("gru-hidden");
  };

  const input = way(question, onChange, { label: `Your answer to question ${position}`, onenter: onCheck });
  const named = (text, onclick) => {
    const made = button(text, onclick);
    made.setAttribute("aria-label", `${text}, question ${position}`);
    return made;
  };
  const check = named("Check", onCheck);
  const again = named("Try again", onAgain);
  const reveal = named("Show answer", onReveal);
  const set = (given) => {
    record = given;
    input.write(record.answer);
    peeking = record.shown && record.answer !== null && !isSolved();
    show();
  };
  set(record);
  return {
    set,
    element: element("fieldset", { class: "gru-question", "aria-describedby": id },
      element("legend", {}, `${position}. `, ...rich(question.text)),
      element("div", { class: "gru-asked" },
        element("div", {},
          element("p", { id, class: "gru-advice" }, advice),
          ...input.nodes,
          element("div", { class: "gru-buttons" }, check, again, reveal)),
        verdict)),
  };
}

function render({ model, el }) {
  const questions = model.get("questions");
  let records = model.get("answers");

  const standing = element("p", { class: "gru-progress" });
  const problem = element("p", { class: "gru-problem", role: "status", hidden: "" });
  const state = element("input", {
    type: "text", class: "gru-state", "data-lm-suppress-shortcuts": "true", spellcheck: "false", autocomplete: "off",
    "aria-label": "Your answers as text, to copy or to paste back",
  });
  const say = (text) => {
    problem.textContent = text;
    problem.hidden = text === "";
  };
  const summarize = () => {
    standing.textContent = progress(records);
    state.value = writeAnswers(questions, records);
  };
  const save = () => {
    model.set("answers", records);
    model.save_changes();
    summarize();
  };
  const views = questions.map((question, k) => questionView(question, k + 1, (record) => {
    records = records.map((one, place) => (place === k ? record : one));
    save();
  }));
  const showAll = () => {
    views.forEach((view, k) => view.set(records[k]));
    summarize();
    say("");
  };
  const follow = () => {
    const before = records;
    records = model.get("answers");
    views.forEach((view, k) => { // what is typed elsewhere, and not yet checked, stays
      if (!sameRecord(before[k], records[k])) view.set(records[k]);
    });
    summarize();
  };
  const replace = (given) => {
    records = given;
    showAll();
    save();
  };
  const again = button("Start the quiz again", () => replace(questions.map((question) => makeRecord(question))));
  enterIsChange(state);
  state.addEventListener("change", () => {
    try {
      replace(readAnswers(questions, state.value));
    } catch (error) {
      say(error.message);
    }
  });
  const copy = copyButton(state);

  const title = model.get("title");
  const box = element("section", { class: "gru-explorer gru-quiz", "aria-label": plainText(title) },
    element("p", { class: "gru-title" }, ...rich(title)),
    ...views.map((view) => view.element),
    element("div", { class: "gru-standing" }, standing, again),
    element("details", { class: "gru-more" }, element("summary", {}, "Save or restore your answers"),
      element("div", { class: "gru-row" }, state, copy), problem));
  el.append(box);
  showAll();
  model.on("change:answers", follow);
  return () => {
    model.off("change:answers", follow);
    box.remove();
  };
}

export default { render };
