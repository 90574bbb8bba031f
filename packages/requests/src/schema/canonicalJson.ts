const STRING_OR_SPACE = /"(?:[^"\\]|\\.)*"|\s+/g;

/**
 * JSON in the one form that `JSON.stringify` writes: no white space, no needless escapes. Throws an Error for text that is
 * no JSON, and for JSON that does not survive: with a key given twice, or a number that is not exact in a double.
 */
export function canonicalJson(text: string): string {
  const canonical = JSON.stringify(JSON.parse(text));
  const compact = text.replace(STRING_OR_SPACE, (token) =>
    token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : '',
  );
  if (compact !== canonical) throw new Error('a key is given twice, or a number is not written exactly');
  return canonical;
}
