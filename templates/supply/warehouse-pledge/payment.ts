// How money is seen to move: references of bank payments, and a token that has to arrive.
import { Address, Amount, require, TokenClient } from "tally";

const LONGEST: i32 = 35;

/** Refuses what is no EndToEndId and no UETR of ISO 20022. Both may be missing together where the bank moves nothing. */
export function checkReferences(endToEndId: string, uetr: string, areNeeded: bool): void {
  if (!areNeeded && endToEndId.length == 0 && uetr.length == 0) return;
  require(isReference(endToEndId), "BAD_END_TO_END_ID", "an EndToEndId must have 1 to 35 printable characters without spaces");
  require(isUetr(uetr), "BAD_UETR", "a UETR must be a UUID of version 4 in small letters");
}

/** Pays with the payer's token. All of it has to arrive: a token may keep a fee, or pretend. */
export function pay(token: Address, from: Address, to: Address, amount: Amount): void {
  const client = new TokenClient(token);
  const before = client.balanceOf(to);
  client.transferFrom(from, to, amount);
  require(client.balanceOf(to) == before.plus(amount), "SHORT", "the token did not deliver the whole amount");
}

function isReference(text: string): bool {
  if (text.length == 0 || text.length > LONGEST) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 33 || unit > 126) return false;
  }
  return true;
}

function isUetr(text: string): bool {
  if (text.length != 36) return false;
  for (let i = 0; i < 36; i++) {
    const unit = <u32>text.charCodeAt(i);
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (unit != 45) return false;
    } else if (!isHex(unit)) return false;
  }
  // Version 4, and the variant of RFC 9562.
  const variant = <u32>text.charCodeAt(19);
  return text.charCodeAt(14) == 52 && (variant == 56 || variant == 57 || variant == 97 || variant == 98);
}

function isHex(unit: u32): bool {
  return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 102);
}
