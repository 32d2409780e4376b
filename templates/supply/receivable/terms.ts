// What can be agreed on in a certificate.
import { Amount, Context, require } from "tally";
import { SETTLEMENT, SETTLEMENT_TOKEN } from "./options";
import { MOST_PARTS } from "./parts";
import { Terms } from "./types";

const LONGEST_TERM: u32 = 366;
const MOST_TIERS: u32 = 20;
const HIGHEST_RATE: u32 = 2_400;
const LONGEST_CONFIRMATION: u32 = 30;
const LONGEST_NUMBER: i32 = 35;

/** Refuses terms that no certificate can have. */
export function checkTerms(terms: Terms): void {
  checkParties(terms);
  checkMoney(terms);
  checkDays(terms);
  require(isNumber(terms.number), "BAD_NUMBER", "the certificate number must have 1 to 35 characters");
  require(isNumber(terms.invoiceNumber), "BAD_INVOICE", "the invoice number must have 1 to 35 characters");
  require(isNumber(terms.contractNumber), "BAD_CONTRACT", "the number of the supply contract must have 1 to 35 characters");
  require(terms.invoiceHash.length == 32, "BAD_HASH", "the invoice must be given by its SHA-256 hash, which has 32 bytes");
  require(terms.maxTiers > 0 && terms.maxTiers <= MOST_TIERS, "BAD_TIERS", "there must be 1 to 20 tiers");
}

function checkParties(terms: Terms): void {
  const obligor = terms.obligor;
  const supplier = terms.supplier;
  const financier = terms.financier;
  require(!obligor.isZero && !supplier.isZero && obligor != supplier, "BAD_PARTY", "obligor and supplier must be two different parties");
  require(financier != obligor && financier != supplier, "BAD_PARTY", "the financier must be neither the obligor nor the supplier");
  if (SETTLEMENT == SETTLEMENT_TOKEN) require(!terms.token.isZero, "BAD_TOKEN", "a token must be named");
}

function checkMoney(terms: Terms): void {
  require(terms.currency.length == 3, "BAD_CURRENCY", "the currency must be a code of three letters (ISO 4217)");
  require(!terms.amount.isZero, "BAD_AMOUNT", "the amount must be more than zero");
  require(!terms.minPart.isZero && terms.minPart <= terms.amount, "BAD_MIN_PART", "the smallest part must be more than zero, and at most the amount");
  const most = terms.minPart.times(Amount.of(MOST_PARTS));
  require(terms.amount <= most, "BAD_MIN_PART", "the smallest part must be at least a 64th of the amount");
  require(terms.lateRate <= HIGHEST_RATE, "BAD_RATE", "late interest must be at most 24 % a year");
}

function checkDays(terms: Terms): void {
  require(terms.issued <= Context.day, "BAD_ISSUED", "the day of issue must not be after today");
  require(terms.due > Context.day, "BAD_DUE", "the due day must be after today");
  require(terms.due <= terms.issued + LONGEST_TERM, "BAD_DUE", "the due day must be within 366 days of the day of issue");
  const isTimely = terms.acceptBy >= Context.day && terms.acceptBy < terms.due;
  require(isTimely, "BAD_ACCEPT_BY", "the last day for acceptance must be today or later, and before the due day");
  const days = terms.confirmDays;
  require(days > 0 && days <= LONGEST_CONFIRMATION, "BAD_CONFIRM_DAYS", "the days to confirm must be 1 to 30");
}

function isNumber(text: string): bool {
  return text.length > 0 && text.length <= LONGEST_NUMBER;
}
