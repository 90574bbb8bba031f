// Control characters, and the format characters that reorder or hide text (bidirectional overrides, zero-width).
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

/**
 * Text from outside made safe to show: whatever could move the cursor, recolour, reorder or hide what is read before
 * signing appears as an escape instead.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
