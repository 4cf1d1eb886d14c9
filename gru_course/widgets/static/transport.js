// Play, pause and steps: what moves an explorer through time by itself. One step has four parts; `time` says how
// far the step has got, from 0 to 4. The frame loop runs only while playing.

import { button, element } from "./controls.js";

export const PARTS = 4;
const TOO_FAST = 2; // steps a second above which parts would flicker: then only whole steps are shown

// where() -> { t, T, speed }; goTo(t) moves; onFrame() paints the step as far as `time`; onMoving(moving) is told.
export function transport({ where, goTo, onFrame, onMoving, calm }) {
  let time = PARTS;
  let part = -1; // which part is pointed at while nothing plays
  let frame = 0;
  let last = 0;
  const playing = () => frame !== 0;

  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (where().speed > TOO_FAST) time = PARTS; // no parts were shown
    play.textContent = "Play";
    onMoving(false);
  };
  const tick = (now) => {
    const { t, T, speed } = where();
    const before = self.shown;
    time += (Math.min(now - last, 100) / 1000) * speed * PARTS; // a page that was asleep does not leap
    last = now;
    frame = requestAnimationFrame(tick);
    if (time < PARTS) {
      if (self.shown !== before) onFrame();
    } else if (t < T) {
      time %= PARTS;
      goTo(t + 1); // which paints
    } else {
      time = PARTS;
      stop();
      onFrame();
    }
  };
  const start = () => {
    const { t, T } = where();
    part = -1;
    if (time >= PARTS) {
      time = 0;
      goTo(t < T ? t + 1 : 1);
    }
    play.textContent = "Pause";
    last = performance.now();
    frame = requestAnimationFrame(tick);
    onMoving(true);
  };
  const halt = () => {
    if (playing()) stop();
  };
  const stepTo = (t) => {
    halt();
    self.rest();
    goTo(Math.min(Math.max(t, 1), where().T));
    onFrame();
  };

  const play = button("Play", () => (playing() ? stop() : start()));
  play.classList.add("gru-play");
  const back = button("‹", () => stepTo(where().t - 1));
  const forth = button("›", () => stepTo(where().t + 1));
  back.setAttribute("aria-label", "One step back");
  forth.setAttribute("aria-label", "One step forward");
  const self = {
    element: element("div", { class: "gru-transport", role: "group", "aria-label": "Play" }, back, play, forth),
    stepTo,
    halt,
    playing,
    // How much of the step to show: everything, unless it plays slowly enough to follow or is taken apart.
    get shown() {
      if (playing() && where().speed > TOO_FAST) return PARTS;
      return playing() && calm ? Math.min(Math.floor(time) + 1, PARTS) : time;
    },
    // The part pointed at or under way: 0 to 3, or -1.
    get part() {
      if (!playing() && part >= 0) return part;
      return self.shown === PARTS && !(calm && playing()) ? -1 : Math.min(Math.floor(time), PARTS - 1);
    },
    // Somebody else moved t: what was paused half way is shown whole.
    rest() {
      if (!playing()) time = part >= 0 ? part + 1 : PARTS;
    },
    // Show the step up to the end of this part; pointing at the same part again shows all of it.
    pointAt(chosen) {
      halt();
      const again = part === chosen;
      part = again ? -1 : chosen;
      time = again ? PARTS : chosen + 1;
      onFrame();
    },
  };
  return self;
}
