// The compiler's parser tries whether what follows a `<` are type arguments, and complains of what it meets there even if they are
// none: `due < Amount.of(40)` could not be read, because `of` is a word of the language. What a failed try says is forgotten.

/** The part of the parser that is changed here. */
export interface Attempting {
  diagnostics: unknown[];
  /** What was said of each place, so that it is said once. */
  seen: Map<unknown, unknown>;
  tryParseTypeArgumentsBeforeArguments(tokens: unknown): unknown[] | null;
}

/** Has tries of the parser that fail leave nothing behind; what could be read before is read as before. */
export function forgetAttempts(prototype: Attempting): void {
  const original = prototype.tryParseTypeArgumentsBeforeArguments;
  prototype.tryParseTypeArgumentsBeforeArguments = function attempt(tokens) {
    const { diagnostics, seen } = this;
    this.diagnostics = [];
    this.seen = new Map();
    const found = original.call(this, tokens);
    if (found !== null) diagnostics.push(...this.diagnostics);
    this.diagnostics = diagnostics;
    this.seen = seen;
    return found;
  };
}
