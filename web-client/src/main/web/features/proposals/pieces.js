/**
 * A text as it was typed, cut where the model's tokenizer cuts it. Pure.
 *
 * @param {string} text
 * @param {string[]} tokens of this text, or of what it was a moment ago
 * @returns {{text: string, token: boolean}[]} together the text; what does not belong to the tokens is one piece at the end
 */
export function piecesOf(text, tokens) {
  const pieces = [];
  let at = 0;
  for (const token of tokens) {
    const own = token.trim(),
      from = text.indexOf(own, at);
    // special tokens, and bytes, are not in the text
    if (own === '' || from < 0) continue;
    if (text.slice(at, from).trim() !== '') break;
    if (from > at) pieces.push({ text: text.slice(at, from), token: false });
    at = from + own.length;
    pieces.push({ text: own, token: true });
  }
  if (at < text.length) pieces.push({ text: text.slice(at), token: false });
  return pieces;
}

/** A text with another word in the place of one that the model does not know. @param {string} text @param {string} word @param {string} other */
export function withWord(text, word, other) {
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  return at < 0 ? text : text.slice(0, at) + other.trim() + text.slice(at + word.length);
}
