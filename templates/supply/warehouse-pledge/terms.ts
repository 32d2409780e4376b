// What can be agreed on in a pledge of goods.
import { Amount, Context, require } from "tally";
import { PAYMENTS, PAYMENTS_TOKEN } from "./options";
import { Terms } from "./types";

/** Bounds that keep every product of quantity, price and ratio within an Amount. */
const MOST_UNITS: u64 = 1_000_000_000_000;
const MOST_PRICE: u64 = 1_000_000_000_000_000;

const WHOLE: u32 = 10_000;
const LOWEST_FLOOR: u32 = 5_000;
const HIGHEST_RATE: u32 = 2_400;
const LONGEST_TERM: u32 = 3_650;
const MOST_DAYS: u32 = 90;
const LONGEST_NUMBER: i32 = 35;
const LONGEST_TEXT: i32 = 140;

/** Refuses terms that no pledge can have. */
export function checkTerms(terms: Terms): void {
  checkParties(terms);
  checkTexts(terms);
  checkRatios(terms);
  checkDays(terms);
  checkLoan(terms);
}

/** Whether a claim is within a ratio of what goods are worth. */
export function isCovered(claim: Amount, value: Amount, ratio: u32): bool {
  return claim.times(Amount.of(WHOLE)) <= value.times(Amount.of(ratio));
}

function checkParties(terms: Terms): void {
  const all = [terms.owner, terms.warehouse, terms.lender, terms.reporter];
  for (let i = 0; i < all.length; i++) {
    require(!all[i].isZero, "BAD_PARTY", "owner, warehouse, lender and reporter must be named");
    for (let j = 0; j < i; j++) require(all[i] != all[j], "BAD_PARTY", "owner, warehouse, lender and reporter must be four different parties");
  }
  if (PAYMENTS == PAYMENTS_TOKEN) require(!terms.token.isZero, "BAD_TOKEN", "a token must be named");
}

function checkTexts(terms: Terms): void {
  require(isWithin(terms.number, 1, LONGEST_NUMBER), "BAD_NUMBER", "the receipt number must have 1 to 35 characters");
  require(isWithin(terms.loanContract, 1, LONGEST_NUMBER), "BAD_CONTRACT", "the number of the loan contract must have 1 to 35 characters");
  require(terms.currency.length == 3, "BAD_CURRENCY", "the currency must be a code of three letters (ISO 4217)");
  const isDescribed = isWithin(terms.goods, 1, LONGEST_TEXT) && isWithin(terms.place, 1, LONGEST_TEXT);
  require(isDescribed && isWithin(terms.unit, 1, LONGEST_NUMBER), "BAD_GOODS", "goods and place must be described in 1 to 140 characters, the unit in 1 to 35");
  require(isHsCode(terms.hsCode), "BAD_HS_CODE", "the HS code must have 6, 8 or 10 digits");
}

function checkRatios(terms: Terms): void {
  const isOrdered = terms.pledgeRatio < terms.warningRatio && terms.warningRatio < terms.liquidationRatio;
  require(terms.pledgeRatio > 0 && isOrdered, "BAD_RATIO", "the ratios must be above zero, and go up from pledge to warning to liquidation");
  require(terms.liquidationRatio <= WHOLE, "BAD_RATIO", "the liquidation ratio must be at most 100 %");
  const isFair = terms.saleFloor >= LOWEST_FLOOR && terms.saleFloor <= WHOLE;
  require(isFair, "BAD_FLOOR", "the lowest price of a sale must be 50 % to 100 % of the reported one");
  require(terms.rate <= HIGHEST_RATE, "BAD_RATE", "interest must be at most 24 % a year");
}

function checkDays(terms: Terms): void {
  const isTimely = terms.due > Context.day && terms.due <= Context.day + LONGEST_TERM;
  require(isTimely, "BAD_DUE", "the due day must be after today, and within ten years (3,650 days)");
  const days = [terms.cureDays, terms.maxAge, terms.confirmDays];
  for (let i = 0; i < days.length; i++) {
    require(days[i] > 0 && days[i] <= MOST_DAYS, "BAD_DAYS", "the days to restore the cover, for a price and to confirm must be 1 to 90");
  }
}

function checkLoan(terms: Terms): void {
  const isHeld = terms.quantity > 0 && terms.quantity <= terms.capacity;
  require(isHeld && terms.capacity <= MOST_UNITS, "BAD_QUANTITY", "the quantity must be 1 to the most units, and these at most 1,000,000,000,000");
  checkPrice(terms.unitPrice);
  require(!terms.loan.isZero, "BAD_LOAN", "the loan must be more than zero");
  const value = terms.unitPrice.times(Amount.of(terms.quantity));
  require(terms.loan <= value, "NOT_COVERED", "the goods are worth less than the loan");
  require(isCovered(terms.loan, value, terms.pledgeRatio), "NOT_COVERED", "the loan is more than the pledge ratio allows");
}

/** Refuses a price that no unit can have. */
export function checkPrice(price: Amount): void {
  require(!price.isZero && price <= Amount.of(MOST_PRICE), "BAD_PRICE", "the price of a unit must be more than zero, and at most " + MOST_PRICE.toString());
}

function isWithin(text: string, least: i32, most: i32): bool {
  return text.length >= least && text.length <= most;
}

function isHsCode(text: string): bool {
  if (text.length != 6 && text.length != 8 && text.length != 10) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 48 || unit > 57) return false;
  }
  return true;
}
