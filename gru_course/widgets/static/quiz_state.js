// What was answered, and that as a short text: "quiz?1f3a09=2~0". The same as gru_course/widgets/quiz_state.py.

import { gradeAnswer } from "./quiz_grade.js";

export function makeRecord(question, answer = null, tries = 0, shown = false) {
  const { right, misconceptions, answered } = gradeAnswer(question, answer);
  if (answer !== null && !(answered && tries)) throw new Error("That is no answer.");
  const { id, kind, text } = question;
  return { id, question: text, kind, answer, tries, right: right && !shown, shown, misconceptions };
}

export function writeAnswers(questions, records) {
  const pairs = [];
  questions.forEach((question, k) => {
    const { answer, tries, shown } = records[k];
    if (!tries) return;
    const written = [tries, writeAnswer(question, answer), ...(shown ? ["s"] : [])].join("~");
    pairs.push(`${question.id}=${encodeURIComponent(written)}`);
  });
  return `quiz?${pairs.join("&")}`;
}

// The records in a state text; throws an Error in words if it cannot be read.
export function readAnswers(questions, text) {
  const trimmed = text.trim();
  if (!trimmed.startsWith("quiz?")) throw new Error('A text that begins with "quiz?", please.');
  const given = new Map(new URLSearchParams(trimmed.slice("quiz?".length)));
  const known = new Set(questions.map(({ id }) => id));
  if (![...given.keys()].every((id) => known.has(id))) {
    throw new Error("These answers belong to another quiz, or to an older one.");
  }
  try {
    return questions.map((question) => {
      if (!given.has(question.id)) return makeRecord(question);
      return makeRecord(question, ...readAnswer(question, given.get(question.id)));
    });
  } catch {
    throw new Error("These answers cannot be read.");
  }
}

function writeAnswer({ kind, options }, answer) {
  if (answer === null) return "";
  if (kind === "numeric") return answer;
  return [answer].flat().map((wanted) => options.findIndex(({ text }) => text === wanted)).join(".");
}

function readAnswer({ kind, options }, written) {
  const [, tries, answer, shown] = /^([1-9][0-9]{0,3})~([^~]*)(~s)?$/.exec(written);
  const rest = [Number(tries), shown !== undefined];
  if (answer === "") return [null, ...rest];
  if (kind === "numeric") return [answer, ...rest];
  if (!/^[0-9]+(\.[0-9]+)*$/.test(answer)) throw new Error(answer);
  const texts = answer.split(".").map((k) => options[Number(k)].text);
  const twice = new Set(texts).size < texts.length;
  if (twice || (kind === "one" && texts.length > 1) || (kind === "order" && texts.length < options.length)) {
    throw new Error(answer);
  }
  return [kind === "one" ? texts[0] : texts, ...rest];
}
