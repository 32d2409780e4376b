// Legal entity identifiers, ISO 17442.

/** Whether the text is 18 of A-Z 0-9 and the two check digits, 02 to 98, that leave remainder 1 of MOD 97-10 (ISO/IEC 7064). */
export function isLei(text: string): bool {
  if (text.length != 20) return false;
  let rest: u32 = 0;
  for (let i = 0; i < 20; i++) {
    const unit = <u32>text.charCodeAt(i);
    if (unit >= 48 && unit <= 57) rest = (rest * 10 + unit - 48) % 97;
    else if (unit >= 65 && unit <= 90 && i < 18) rest = (rest * 100 + unit - 55) % 97;
    else return false;
  }
  // 00, 01 and 99 leave the remainder that 97, 98 and 02 leave; the standard computes the latter.
  const check = text.substring(18);
  return rest == 1 && check != "00" && check != "01" && check != "99";
}
