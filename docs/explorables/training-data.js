// The training lab's data as text: points in an address, and points that a reader pastes.
//
// What comes in is not trusted. It attempts no quoted fields, no decimal commas and no more than two columns.

import { AddressError, quoted } from "./address.js";

/** @typedef {[number, number]} Point an input and its label */

export const MOST_POINTS = 60;
export const FARTHEST = 1000; // of x and of y
const LIMIT = "two numbers from −1,000 to 1,000";

/** @param {Point[]} points */
export const hasTwoInputs = (points) => points.some(([x]) => x !== points[0]?.[0]);

/**
 * Returns the numbers of a line, NaN for each that is none.
 * @param {string} line such as "1,2", "1;2" or "1 2"
 */
function fieldsOf(line) {
  const fields = line.trim().split(/\s*[,;]\s*|\s+/);
  return fields.map((field) => (/^[-+−]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(field) ? Number(field.replace("−", "-")) + 0 : NaN));
}

/** @param {number[]} fields @returns {fields is Point} */
function isPoint(fields) {
  return fields.length === 2 && fields.every((value) => Math.abs(value) <= FARTHEST);
}

/**
 * Returns the points of pasted text and what is to be said about it; no points if a line is wrong.
 * @param {string} text lines "x,y"; a first line without any number is a header
 * @returns {{points: Point[] | null, message: string}}
 */
export function parseCsv(text) {
  /** @type {Point[]} */ const points = [];
  let isFirst = true;
  for (const [number, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (!line.trim()) continue;
    const fields = fieldsOf(line);
    const isHeader = isFirst && fields.every(Number.isNaN) && /^[^\d]+$/.test(line);
    isFirst = false;
    if (isHeader) continue;
    if (!isPoint(fields)) return { points: null, message: `Line ${number + 1}: expected ${LIMIT}, such as “1, 2”, got ${quoted(line)}. The data stay as they were.` };
    points.push(fields);
  }
  const used = points.slice(0, MOST_POINTS);
  if (!hasTwoInputs(used)) {
    const got = used.length ? `${used.length} with x = ${used[0]?.[0]}` : "none";
    return { points: null, message: `Expected points with at least two different x, got ${got}. The data stay as they were.` };
  }
  const left = points.length - used.length;
  return { points: used, message: left ? `${points.length} points came; the figure takes the first ${MOST_POINTS}.` : "" };
}

/** @param {Point[]} points */
export const toCsv = (points) => points.map((point) => point.join(", ")).join("\n");

/** @param {Point[]} points */
export const toAddress = (points) => points.map((point) => point.join()).join(";");

/**
 * Returns the points of an address.
 * @param {string} text
 * @returns {Point[]}
 */
export function fromAddress(text) {
  const parts = text.split(";");
  if (parts.length > MOST_POINTS) throw new AddressError(`points: expected at most ${MOST_POINTS}, got ${parts.length}`);
  const points = parts.map((part) => {
    const fields = fieldsOf(part);
    if (!isPoint(fields)) throw new AddressError(`points: expected ${LIMIT} for each, got ${quoted(part)}`);
    return fields;
  });
  if (!hasTwoInputs(points)) throw new AddressError(`points: expected at least two different x, got ${quoted(text)}`);
  return points;
}
