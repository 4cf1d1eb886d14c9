// Measures what a page paints, from inside the page. Loaded by benchmarks/explorers.py before anything else.

window.measure = (() => {
  const STEP = 1000 / 60;

  // Calls `look` after each frame has been painted: a message posted during a frame arrives after its paint.
  function afterEachFrame(look) {
    let on = true;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => on && look(performance.now());
    const frame = () => {
      if (!on) return;
      channel.port2.postMessage(0);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return () => { on = false; };
  }

  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const nextFrame = () => new Promise((done) => requestAnimationFrame(done));

  // 60 events, one each 1/60 s by the clock, half a frame away from the frames as long as these come on time.
  async function pump(count, act) {
    await nextFrame();
    const start = (await nextFrame()) + STEP / 2;
    const sent = [];
    for (let k = 0; k < count; k++) {
      const left = start + k * STEP - performance.now();
      if (left > 0) await wait(left);
      sent.push(performance.now());
      act(k);
    }
    return sent;
  }

  // What each kind of thing shows now, as the number of the event that it belongs to; -1 for none of them.
  const ACTS = {
    // an explorer of ours: a range input, and a sentence beside the picture
    explorer(box, count) {
      const input = box.querySelector("input[type=range]");
      const [min, step] = [Number(input.min), Number(input.step)];
      const name = input.name;
      const pattern = new RegExp(`${name} = (-?[0-9.]+)`);
      return {
        act(k) {
          input.value = min + (k + 1) * step;
          input.dispatchEvent(new Event("input", { bubbles: true }));
        },
        shows() {
          const said = pattern.exec(box.querySelector(".gru-sentence").textContent.replace("\u2212", "-"));
          return said ? Math.round((Number(said[1]) - min) / step) - 1 : -1;
        },
        reset() {
          input.value = min;
          input.dispatchEvent(new Event("input", { bubbles: true }));
        },
      };
    },
    // ipywidgets.interact: its slider is moved by arrow keys; the value is printed below the figure
    interact(box) {
      const handle = box.querySelector(".noUi-handle");
      const key = (name) => handle.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
      return {
        act: () => key("ArrowRight"),
        shows() {
          const said = /z = ([0-9.]+)/.exec(box.querySelector(".widget-output, .jp-OutputArea")?.textContent ?? "");
          const drawn = box.querySelector("img")?.complete;
          return said && drawn ? Math.round(Number(said[1]) * 100) - 1 : -1;
        },
        reset: () => key("Home"),
      };
    },
  };

  // Move the slider in each of `boxes` `count` times, and say when what was painted.
  async function run(kind, boxes, count, patience) {
    const subjects = boxes.map((box) => ACTS[kind](box, count));
    for (const subject of subjects) subject.reset();
    const settled = performance.now() + patience;
    while (subjects.some((subject) => subject.shows() >= 0) && performance.now() < settled) await wait(50);
    await wait(300);
    const seen = subjects.map(() => []); // [event shown, when]
    const frames = [];
    const stop = afterEachFrame((now) => {
      frames.push(now);
      subjects.forEach((subject, k) => {
        const shown = subject.shows();
        if (shown !== (seen[k].at(-1)?.[0] ?? -1)) seen[k].push([shown, now]);
      });
    });
    const sent = await pump(count, (k) => subjects.forEach((subject) => subject.act(k)));
    const end = performance.now() + patience;
    while (subjects.some((subject) => subject.shows() !== count - 1) && performance.now() < end) await wait(20);
    await wait(500); // anything that still comes would overwrite the last event
    stop();
    return { sent, seen, frames, last: subjects.map((subject) => subject.shows()) };
  }

  // Frame times while something plays by itself for so many milliseconds; `changed()` says what is painted.
  async function watch(milliseconds, changed) {
    const frames = [];
    const seen = [];
    const stop = afterEachFrame((now) => {
      frames.push(now);
      const state = changed();
      if (state !== seen.at(-1)?.[0]) seen.push([state, now]);
    });
    await wait(milliseconds);
    stop();
    return { frames, seen };
  }

  // Questions to Python and its answers, counted on the wire.
  const traffic = { asked: 0, answered: 0, most: 0 };
  const text = (data) => (typeof data === "string" ? data : new TextDecoder().decode(data));
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (/"kind": ?"compute"/.test(text(data))) {
      traffic.asked += 1;
      traffic.most = Math.max(traffic.most, traffic.asked - traffic.answered);
    }
    return send.call(this, data);
  };
  window.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where);
      // before JupyterLab listens: its answer to an answer must not be counted first
      this.addEventListener("message", ({ data }) => {
        if (/"kind": ?"answer"/.test(text(data))) traffic.answered += 1;
      });
    }
  };

  return { run, watch, traffic };
})();
