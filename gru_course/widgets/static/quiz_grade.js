// What an answer to a question is worth, in words. The same as gru_course/widgets/quiz_grade.py, character by character.

// gradeAnswer(question, answer) -> { right, feedback, misconceptions, answered }; `answer` is an option's text, a list
// of them, the number as it was written, or null.
export function gradeAnswer(question, answer) {
  const judge = { one: judgeOne, many: judgeMany, numeric: judgeNumeric, order: judgeOrder }[question.kind];
  return { right: false, feedback: "", misconceptions: [], answered: true, ...judge(question, answer) };
}

function judgeOne({ options }, answer) {
  if (answer === null) return { feedback: "Choose an answer first.", answered: false };
  const chosen = options.find(({ text }) => text === answer);
  return { right: chosen.right, feedback: chosen.feedback, misconceptions: mixUps([chosen]) };
}

function judgeMany({ options, shown }, answer) {
  const ticked = (answer ?? []).map((wanted) => options.find(({ text }) => text === wanted));
  if (!ticked.length) return { feedback: "Tick at least one answer first.", answered: false };
  const lines = shown.map((k) => options[k]).filter((option) => ticked.includes(option))
    .map(({ text, feedback, right }) => `${right ? "✓" : "✗"} “${text}”: ${feedback}`);
  const missing = options.filter(({ right }) => right).length - ticked.filter(({ right }) => right).length;
  if (missing) lines.push(`${missing} right ${missing === 1 ? "answer is" : "answers are"} missing.`);
  const right = !missing && ticked.every((option) => option.right);
  return { right, feedback: lines.join("\n"), misconceptions: mixUps(ticked) };
}

function judgeNumeric({ answer: truth, tolerance, near, otherwise, solution }, answer) {
  const written = trimSpaces(String(answer ?? ""));
  const x = readWritten(written);
  if (x === null) {
    const what = written ? `“${written}” cannot be read as a number` : "No number yet";
    return { feedback: `${what}: write it like 1.5, −3 or 3/4.`, answered: false };
  }
  if (isClose(x, truth, tolerance)) return { right: true, feedback: solution[0] };
  let said = null;
  for (const one of near) {
    const nearer = said === null || Math.abs(x - one.number) < Math.abs(x - said.number);
    if (isClose(x, one.number, tolerance) && nearer) said = one;
  }
  if (said) return { feedback: said.feedback, misconceptions: mixUps([said]) };
  if (isClose(-x, truth, tolerance)) return { feedback: "The size is right, the sign is not." };
  const remark = x > truth ? "That is too large." : "That is too small.";
  return { feedback: [remark, otherwise].filter(Boolean).join(" ") };
}

function judgeOrder({ options, why }, answer) {
  if (answer === null) return { feedback: "Put the steps in order first.", answered: false };
  const good = options.findIndex(({ text }, k) => text !== answer[k]);
  if (good === -1) return { right: true, feedback: why || "Every step is in its place." };
  const early = options.find(({ text }) => text === answer[good]);
  const start = good === 1 ? "The first step is in its place." : `The first ${good} steps are in their places.`;
  const remark = [`“${early.text}” comes later.`, early.feedback].filter(Boolean).join(" ");
  return { feedback: good ? `${start}\n${remark}` : remark, misconceptions: mixUps([early]) };
}

function mixUps(things) {
  return things.map(({ misconception }) => misconception).filter(Boolean);
}

// The last digit of the tolerance is forgiven: 0.445 - 0.44 is more than 0.005 in binary.
function isClose(x, y, tolerance) {
  const slack = 1e-9 * tolerance + 1e-15 * Math.max(Math.abs(x), Math.abs(y));
  return Math.abs(x - y) <= tolerance + slack;
}

// ---- numbers as people write them --------------------------------------------------------------------

const GAP = "[ \\t\\u00a0\\u2009\\u202f]*";
const NUMERAL = "((?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?)";
const WRITTEN = new RegExp(`^([+-]?)${GAP}${NUMERAL}(?:${GAP}/${GAP}${NUMERAL})?$`);

export function trimSpaces(text) {
  return text.replace(new RegExp(`^${GAP}|${GAP}$`, "g"), "");
}

// Decimal point or comma, either minus sign, or a fraction; null if it is no number.
export function readWritten(text) {
  const found = WRITTEN.exec(trimSpaces(text).replace(/[−–]/g, "-"));
  if (!found) return null;
  const [above, below] = [found[2], found[3] ?? "1"].map((part) => Number(part.replace(",", ".")));
  const x = above / below;
  if (below === 0 || !Number.isFinite(x)) return null;
  return found[1] === "-" ? -x : x;
}
