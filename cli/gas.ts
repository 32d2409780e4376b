// The gas limit that stands on a command line.
import type { Options } from './command.ts';
import { wholeNumber } from './session.ts';

/** The gas limit of `--gas`, if it stands there. @throws Usage USAGE */
export function gasOption(options: Options): number | undefined {
  const text = options['gas'];
  return typeof text === 'string' ? wholeNumber(text, '--gas') : undefined;
}
