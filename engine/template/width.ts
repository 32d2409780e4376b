// How many columns text takes in a terminal.

/** Columns of a text: Chinese characters take two, what sets colours takes none. */
export function widthOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what sets colours begins with one
  const bare = text.replace(/\u001b\[\d+m/g, '');
  let width = 0;
  for (const char of bare) width += char > '\u2e7f' && char < '\uffe7' ? 2 : 1;
  return width;
}

/** The text with spaces behind it, so many columns in all. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}
