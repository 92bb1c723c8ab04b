// Takes a question as it is asked: leaves out of a query the words that every question has.
//
// The theme's search looks for every word of a query, and for words that begin with it: the "in" of a
// question finds each "input". Fetched when the reader turns to the search, and not before.

const COMMON = new Set(
  ("about after also always am an and any are as at be because been before but by can could did do does doing " +
    "don't for from get gets had has have he how if in into is isn't it its just may me might must my need no nor " +
    "not of often on only or other our really say says she should so some such than that the their them then there " +
    "these they this to too use used very was we were what when where whether which while who why will with would " +
    "you your relu").split(" "), // the last is on every page here
);
const QUERY = 2; // the theme's number for a message that carries one

/**
 * Returns a message to the search's worker, a query in it without common words, if others are left.
 * @param {{type: number, data: unknown}} message
 */
export function asSearched(message) {
  const { type, data } = message;
  return type === QUERY && typeof data === "string" ? { type, data: withoutCommonWords(data) } : message;
}

/** @param {string} query */
function withoutCommonWords(query) {
  if (query.includes('"')) return query; // who puts words in quotes wants them all
  const words = query.replace(/(?<!\S)[-+](?=\d)/g, "").split(/[\s,.;:=?!()[\]/^~*]+/); // "-1" is a number, no wish to exclude
  const kept = words.filter((word) => word.length > 1 && !COMMON.has(word.toLowerCase()));
  return kept.length ? kept.join(" ") : query;
}
