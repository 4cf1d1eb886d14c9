"""Questions to Python: never two under way, the last one always answered, stale answers ignored."""

from gru_course.widgets.modules import join
from tests.widgets.node import needs_node, run

pytestmark = needs_node

# A play: "ask 3" asks with the value 3, "answer 1" delivers the answer to question 1. What comes back for
# each line: what was sent because of it, whether it was taken as the answer, whether a question is under way.
PLAY = """(lines) => {
  let sent = [];
  const python = oneInFlight((question) => sent.push([question.id, question.values]));
  return lines.map((line) => {
    sent = [];
    const [verb, number] = line.split(" ");
    const taken = verb === "ask" ? python.ask(Number(number)) : python.answered(Number(number));
    return [sent, taken ?? null, python.busy];
  });
}"""


def play(*lines):
    return run(join("kernel.js"), PLAY, [lines])[0]


def test_a_question_is_sent_at_once():
    assert play("ask 5") == [[[[1, 5]], None, True]]


def test_while_one_is_under_way_no_other_is_sent():
    assert [sent for sent, *_ in play("ask 1", "ask 2", "ask 3")] == [[[1, 1]], [], []]


def test_when_the_answer_is_there_the_newest_of_those_that_wait_is_sent_and_no_other():
    sent = [sent for sent, *_ in play("ask 1", "ask 2", "ask 3", "answer 1", "answer 2")]
    assert sent == [[[1, 1]], [], [], [[2, 3]], []]


def test_after_the_last_answer_nothing_is_under_way():
    assert [busy for *_, busy in play("ask 1", "answer 1", "ask 2", "ask 3", "answer 2", "answer 3")] == [
        True, False, True, True, True, False,
    ]  # fmt: skip


def test_a_stale_answer_is_not_taken_and_sends_nothing():
    told = play("ask 1", "ask 2", "answer 1", "answer 1", "answer 7", "answer 2")
    assert [taken for _, taken, _ in told] == [None, None, True, False, False, True]
    assert [sent for sent, *_ in told] == [[[1, 1]], [], [[2, 2]], [], [], []]


def test_an_answer_to_no_question_is_not_taken():
    assert play("answer 1", "answer NaN") == [[[], False, False]] * 2


def test_in_any_order_one_is_under_way_and_the_last_value_is_asked(rng):
    """Events of sliders, and answers that come when they like."""
    code = """(choices) => {
      const sent = [];
      const python = oneInFlight((question) => sent.push(question));
      let [open, most, value] = [0, 0, 0];
      const answer = () => { if (sent.length > open) { open += 1; python.answered(sent[open - 1].id); } };
      for (const ask of choices) {
        if (ask) python.ask(++value);
        else answer();
        most = Math.max(most, sent.length - open);
      }
      while (sent.length > open) answer();
      return { most, value, last: sent.at(-1)?.values ?? 0, busy: python.busy };
    }"""
    plays = [[True, *(rng.uniform(size=60) < rng.uniform(0.1, 0.9)).tolist()] for _ in range(100)]
    for told, choices in zip(run(join("kernel.js"), code, plays), plays, strict=True):
        assert told == {"most": 1, "value": sum(choices), "last": sum(choices), "busy": False}
