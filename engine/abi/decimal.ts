// Decimals: signed numbers with 18 digits behind the point, as texts of people and as counts of 10^-18 (an i128).
import { CodecError } from '../base/errors.ts';

const PLACES = 18;
const ONE = 10n ** BigInt(PLACES);
const LEAST = -(2n ** 127n);
const MOST = 2n ** 127n - 1n;
const FORM = new RegExp(`^-?[0-9]{1,21}([.][0-9]{1,${PLACES}})?$`);

/** What a text like `-12.50` counts in 10^-18. @throws CodecError unless it is a number of at most 18 decimals that fits */
export function decimalOf(text: string): bigint {
  if (!FORM.test(text)) throw new CodecError(`${JSON.stringify(text)} is no number of at most ${PLACES} decimals`);
  const [whole = '', rest = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole) * ONE + BigInt(rest.padEnd(PLACES, '0'));
  const count = text.startsWith('-') ? -size : size;
  if (count < LEAST || count > MOST)
    throw new CodecError(`${text} is not within ${decimalText(LEAST)} to ${decimalText(MOST)}`);
  return count;
}

/** The text of a count of 10^-18, without zeros at the end. */
export function decimalText(count: bigint): string {
  const size = count < 0n ? -count : count;
  const rest = String(size % ONE)
    .padStart(PLACES, '0')
    .replace(/0+$/, '');
  return `${count < 0n ? '-' : ''}${size / ONE}${rest && `.${rest}`}`;
}
