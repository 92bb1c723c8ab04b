// The state of live figures in the page's address, behind the `#`, where it never reaches a server.
//
// `#live&network.b=1,10,10&network.domain=15`: each entry belongs to the figure whose name stands before
// the dot. What comes from an address is not trusted: every reader here returns a checked value or throws
// an AddressError that says in plain words what was expected. This module keeps no state of its own.

const MARK = "live";
const LONGEST = 6000; // characters; browsers and chat programs cut longer addresses

export class AddressError extends Error {}

/**
 * Returns the entries that the address has for one figure.
 * @param {string} figure
 * @returns {Map<string, string>}
 */
export function read(figure) {
  const found = new Map();
  const hash = location.hash.slice(1);
  if (hash.split("&", 1)[0] !== MARK) return found;
  if (hash.length > LONGEST) {
    throw new AddressError(`expected at most ${LONGEST.toLocaleString("en")} characters, got ${hash.length.toLocaleString("en")}`);
  }
  for (const [key, value] of new URLSearchParams(hash)) {
    if (key.startsWith(`${figure}.`)) found.set(key.slice(figure.length + 1), value);
  }
  return found;
}

/**
 * Returns the page's address with a figure's entries in place of those that it had.
 * @param {string} figure
 * @param {Map<string, string>} entries
 * @param {boolean} alone without the other figures' entries
 */
export function link(figure, entries, alone = false) {
  const hash = location.hash.slice(1);
  const kept = hash.split("&", 1)[0] === MARK && !alone ? [...new URLSearchParams(hash)] : [];
  const parts = kept
    .filter(([key]) => key !== MARK && !key.startsWith(`${figure}.`))
    .concat([...entries].map(([key, value]) => [`${figure}.${key}`, value]))
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3B", ";")}`);
  const address = new URL(location.href);
  address.hash = parts.length ? [MARK, ...parts].join("&") : "";
  return address.href;
}

/**
 * Writes a figure's entries into the page's address, without a new step in the browser's history.
 * @param {string} figure
 * @param {Map<string, string>} entries
 */
export function write(figure, entries) {
  const isOurs = location.hash.slice(1).split("&", 1)[0] === MARK;
  if (entries.size || isOurs) history.replaceState(history.state, "", link(figure, entries));
}

/**
 * Returns text short enough to be quoted in a message.
 * @param {string} text
 */
export function quoted(text) {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length > 30 ? `“${plain.slice(0, 30)} …”` : `“${plain}”`;
}

/**
 * Returns a list of numbers.
 * @param {string} text such as "1,-2.5,3"
 * @param {{name: string, least?: number, most?: number, low?: number, high?: number}} expected
 * @returns {number[]}
 */
export function numbers(text, { name, least = 1, most = least, low = -1e6, high = 1e6 }) {
  const parts = text.split(",").map((part) => part.trim());
  const values = parts.map((part) => (part === "" ? NaN : Number(part)));
  const wrong = values.findIndex((value) => !(value >= low && value <= high));
  if (parts.length < least || parts.length > most || wrong >= 0) {
    const count = least === most ? (least === 1 ? "a number" : `${least} numbers`) : `${least} to ${most} numbers`;
    const range = `from ${low.toLocaleString("en")} to ${high.toLocaleString("en")}`;
    const got = wrong >= 0 && parts.length <= most ? quoted(parts[wrong] ?? "") : `${parts.length} of them`;
    throw new AddressError(`${name}: expected ${count} ${range}, got ${got}`);
  }
  return values.map((value) => value + 0); // no minus zero
}

/**
 * Returns a whole number.
 * @param {string} text
 * @param {{name: string, low: number, high: number}} expected
 */
export function whole(text, { name, low, high }) {
  const [value] = /** @type {[number]} */ (numbers(text, { name, low, high }));
  if (!Number.isInteger(value)) throw new AddressError(`${name}: expected a whole number, got ${quoted(text)}`);
  return value;
}

/**
 * Returns one of some words.
 * @template {string} Word
 * @param {string} text
 * @param {readonly Word[]} words
 * @param {string} name
 * @returns {Word}
 */
export function word(text, words, name) {
  const found = words.find((each) => each === text);
  if (found === undefined) throw new AddressError(`${name}: expected one of ${words.join(", ")}, got ${quoted(text)}`);
  return found;
}
