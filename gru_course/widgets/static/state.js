// An explorer's values as a short text, to copy and to paste back: "blend?z=0.3&h_prev=0.8". The same as
// gru_course/widgets/controls.py writes and reads.

import { short } from "./controls.js";

export function writeState(name, specs, values) {
  const write = (kind, value) => {
    if (kind === "toggle") return value ? "1" : "0";
    if (kind === "numbers") return value.map(short).join(",");
    return kind === "slider" ? short(value) : String(value);
  };
  const pairs = specs.map((spec) => `${encode(spec.name)}=${encode(write(spec.kind, values[spec.name]))}`);
  return `${name}?${pairs.join("&")}`;
}

// As Python's urlencode writes it.
function encode(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2C", ",").replaceAll("%20", "+");
}

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

// The values that a state text mentions; throws an Error in words if it cannot be read.
export function readState(name, specs, text) {
  const cut = text.trim().indexOf("?");
  if (cut < 0 || text.trim().slice(0, cut) !== name) throw new Error(`A text that begins with "${name}?", please.`);
  const known = new Map(specs.map((spec) => [spec.name, spec]));
  const values = {};
  for (const [key, written] of new URLSearchParams(text.trim().slice(cut + 1))) {
    if (!known.has(key)) throw new Error(`There is no ${key} here.`);
    values[key] = readValue(known.get(key), written);
  }
  return values;
}

function readValue(spec, written) {
  const refuse = () => { throw new Error(`${spec.name} cannot be ${written}.`); };
  const read = (part) => {
    const x = NUMBER.test(part) ? Number(part) : NaN;
    return x >= spec.min && x <= spec.max ? x : refuse();
  };
  if (spec.kind === "toggle") return ["0", "1"].includes(written) ? written === "1" : refuse();
  if (spec.kind === "choice") return Object.hasOwn(spec.options, written) ? written : refuse();
  if (spec.kind === "slider") return read(written);
  const list = written.split(",").map(read);
  return list.length >= spec.least && list.length <= spec.most ? list : refuse();
}
