// Colours for numbers in heat maps. Pale is always "nothing"; lightness falls evenly towards the ends, so equal
// steps look equal, and blue and brown stay apart for the common kinds of colour blindness.

const PALE = "#f4f1ea";
const DARK = { negative: "#0b3c8c", positive: "#7a2e00", gate: "#3a1466" };

// sRGB to OKLab (Ottosson 2020), a space in which distances are roughly what the eye sees, and back.
function toLab(hex) {
  const [r, g, b] = [1, 3, 5].map((k) => {
    const c = parseInt(hex.slice(k, k + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((c) => {
    const x = Math.min(Math.max(c, 0), 1);
    return Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055));
  });
}

// 256 colours from one to the other, [r, g, b] each.
function ramp(from, to) {
  const [a, b] = [toLab(from), toLab(to)];
  return Array.from({ length: 256 }, (_, k) => fromLab(a.map((value, c) => value + (b[c] - value) * (k / 255))));
}

const RAMPS = Object.fromEntries(Object.entries(DARK).map(([name, dark]) => [name, ramp(PALE, dark)]));

const shade = (colors, share) => colors[Math.round(255 * Math.min(Math.max(share, 0), 1))];

// A gate: 0 pale, 1 dark.
export function gateColor(value) {
  return shade(RAMPS.gate, value);
}

// A state or a candidate: -1 blue, 0 pale, 1 brown.
export function stateColor(value) {
  return value < 0 ? shade(RAMPS.negative, -value) : shade(RAMPS.positive, value);
}

// The scale as a CSS gradient, for a legend.
export function scaleGradient(color, low) {
  const stops = Array.from({ length: 17 }, (_, k) => `rgb(${color(low + ((1 - low) * k) / 16).join(" ")})`);
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
