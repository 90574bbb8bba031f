/** Foreign text without control characters, so that it cannot rewrite a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, '\u{fffd}');
}
