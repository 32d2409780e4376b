// The references by which banks know a payment: EndToEndId of ISO 20022, and UETR, a UUID version 4.
import { require } from "tally";

/** Refuses what no bank would pass on: EndToEndId of 1 to 35 characters of the SWIFT set x, UETR of 36. */
export function checkReferences(endToEndId: string, uetr: string): void {
  require(isEndToEndId(endToEndId), "BAD_END_TO_END_ID", "an EndToEndId must have 1 to 35 characters of the SWIFT set X, no slash at an end and no two in a row");
  require(isUetr(uetr), "BAD_UETR", "a UETR must be a UUID of version 4 in small letters");
}

/** Letters, digits and / - ? : ( ) . , ' + and space, without a slash at an end or two in a row. */
function isEndToEndId(text: string): bool {
  const last = text.length - 1;
  if (last < 0 || last >= 35 || text.charCodeAt(0) == 47 || text.charCodeAt(last) == 47) return false;
  for (let i = 0; i <= last; i++) {
    const code = text.charCodeAt(i);
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    // From ' to : without *, and ? and space.
    const isOther = (code >= 39 && code <= 58 && code != 42) || code == 63 || code == 32;
    if (!isLetter && !isOther) return false;
    if (code == 47 && text.charCodeAt(i + 1) == 47) return false;
  }
  return true;
}

function isUetr(text: string): bool {
  if (text.length != 36) return false;
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(i);
    const isDash = i == 8 || i == 13 || i == 18 || i == 23;
    const isHex = (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
    if (isDash ? code != 45 : !isHex) return false;
  }
  const variant = text.charCodeAt(19);
  return text.charCodeAt(14) == 52 && (variant == 56 || variant == 57 || variant == 97 || variant == 98);
}
