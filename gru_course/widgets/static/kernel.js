// Ask Python to compute: never more than one question under way, and the last one always gets its answer.

// `send(question)` delivers a question; `answer(id)` is to be called when one comes back. While a question is
// under way, newer ones replace each other; the newest is sent when the answer is there.
export function oneInFlight(send) {
  let id = 0;
  let underWay = null;
  let waiting = null;
  const start = (values) => {
    id += 1;
    underWay = id;
    send({ kind: "compute", id, values });
  };
  return {
    ask(values) {
      if (underWay === null) start(values);
      else waiting = values;
    },
    // True if the answer is to the question under way.
    answered(answeredId) {
      if (answeredId !== underWay) return false;
      underWay = null;
      if (waiting !== null) {
        const values = waiting;
        waiting = null;
        start(values);
      }
      return true;
    },
    get busy() { return underWay !== null; },
  };
}
