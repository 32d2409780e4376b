// The token that ships, written by hand on the host functions: no class, no object, every byte where the host wants it.
import * as host from "tally/host";
import { abort } from "tally/require";
import { decimal, isUtf8, utf8 } from "tally/text";

// Slots of the fields: the first 8 bytes of their hashes, as numbers whose bytes in memory they are.
const TITLE: u64 = 0x22e27b5815157d8e;
const TICKER: u64 = 0x7dab538616d8f609;
const PLACES: u64 = 0x96eb9e3609570244;
const ISSUER: u64 = 0x473a105d0cfe4bff;
const SUPPLY: u64 = 0x18202da8d3d4920e;

/** The key of the payer's balance, and behind its slot what a transfer reports: from 32, to 32, amount 16. */
const PAYER = memory.data<u64>([0x3543ed5242ea646e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const FROM = PAYER + 8;
const TO = PAYER + 40;
const AMOUNT = PAYER + 72;
/** The key of the balance that grows, or is asked for. */
const PAYEE = memory.data<u64>([0x3543ed5242ea646e, 0, 0, 0, 0]);
/** The key of an allowance, and behind its slot what an approval reports: owner 32, spender 32, amount 16. */
const ALLOWED = memory.data<u64>([0x960422d2af69170d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const HOLDER = ALLOWED + 8;
const SPENDER = ALLOWED + 40;
const UP_TO = ALLOWED + 72;

const SLOT = memory.data(8);
const VALUE = memory.data(256);
const SPACE: u32 = 256;
const PAYLOAD = memory.data(1024);
const CODE = memory.data(64);
const NO_TOPICS = memory.data(4);
const ZEROS = memory.data(32);
/** "Transfer", "Approval" and "Mint". */
const TRANSFER = memory.data<u8>([84, 114, 97, 110, 115, 102, 101, 114]);
const APPROVAL = memory.data<u8>([65, 112, 112, 114, 111, 118, 97, 108]);
const MINT = memory.data<u8>([77, 105, 110, 116]);

export function method_setup(): void {
  let at = VALUE;
  const length = host.input(VALUE, SPACE);
  if (<u32>length > SPACE) {
    at = heap.alloc(length);
    host.input(at, length);
  }
  const end = at + length;
  const ticker = behindText(at, end);
  const places = behindText(ticker, end);
  if (places + 1 != end) misread(places < end);
  if (load<u32>(at) == 0 || load<u32>(ticker) == 0) refuse("BAD_NAME", "a token needs a name and a symbol", 49);
  if (load<u8>(places) > 30) refuse("BAD_DECIMALS", "at most 30 decimals", 50);
  save(TITLE, at, <u32>(ticker - at));
  save(TICKER, ticker, <u32>(places - ticker));
  save(PLACES, places, 1);
  host.caller(FROM);
  save(ISSUER, FROM, 32);
}

export function method_mint(): void {
  read(TO, 48);
  host.caller(FROM);
  if (fetch(ISSUER) != 32 || !same(VALUE, FROM)) refuse("NOT_OWNER", "only the owner may mint", 61);
  if (isZero(TO)) refuse("BAD_ADDRESS", "nobody can hold money at the zero address", 62);
  amountOf(fetch(SUPPLY));
  add();
  save(SUPPLY, VALUE, 16);
  credit();
  host.emit(MINT, 4, NO_TOPICS, 4, TO, 48);
}

export function method_transfer(): void {
  read(TO, 48);
  host.caller(FROM);
  move();
}

export function method_approve(): void {
  read(SPENDER, 48);
  host.caller(HOLDER);
  host.set(ALLOWED, 72, UP_TO, 16);
  host.emit(APPROVAL, 8, NO_TOPICS, 4, HOLDER, 80);
}

export function method_transferFrom(): void {
  read(FROM, 80);
  copy(HOLDER, FROM);
  host.caller(SPENDER);
  amountOf(host.get(ALLOWED, 72, VALUE, 16));
  if (isShort()) refuse("ALLOWANCE", "the holder allowed " + shortOf(), 88);
  take();
  host.set(ALLOWED, 72, VALUE, 16);
  move();
}

export function method_balanceOf(): void {
  read(PAYEE + 8, 32);
  amountOf(host.get(PAYEE, 40, VALUE, 16));
  host.output(VALUE, 16);
}

export function method_allowance(): void {
  read(HOLDER, 64);
  amountOf(host.get(ALLOWED, 72, VALUE, 16));
  host.output(VALUE, 16);
}

export function method_totalSupply(): void {
  read(VALUE, 0);
  amountOf(fetch(SUPPLY));
  host.output(VALUE, 16);
}

export function method_name(): void {
  answer(TITLE, 4);
}

export function method_symbol(): void {
  answer(TICKER, 4);
}

export function method_decimals(): void {
  answer(PLACES, 1);
}

export function method_owner(): void {
  answer(ISSUER, 32);
}

/** What stands in FROM, TO and AMOUNT. */
function move(): void {
  amountOf(host.get(PAYER, 40, VALUE, 16));
  if (isShort()) refuse("BALANCE", "the balance is " + shortOf(), 131);
  if (isZero(TO)) refuse("BAD_ADDRESS", "nobody can hold money at the zero address", 132);
  take();
  host.set(PAYER, 40, VALUE, 16);
  credit();
  host.emit(TRANSFER, 8, NO_TOPICS, 4, FROM, 80);
}

function credit(): void {
  copy(PAYEE + 8, TO);
  amountOf(host.get(PAYEE, 40, VALUE, 16));
  add();
  host.set(PAYEE, 40, VALUE, 16);
}

/** Whether the amount in VALUE is below the one in AMOUNT. */
function isShort(): bool {
  const high = load<u64>(VALUE, 8);
  const wanted = load<u64>(AMOUNT, 8);
  return high < wanted || (high == wanted && load<u64>(VALUE) < load<u64>(AMOUNT));
}

/** Takes AMOUNT from VALUE, which is no less. */
function take(): void {
  const low = load<u64>(VALUE);
  const less = load<u64>(AMOUNT);
  store<u64>(VALUE, low - less);
  store<u64>(VALUE, load<u64>(VALUE, 8) - load<u64>(AMOUNT, 8) - u64(low < less), 8);
}

/** Adds AMOUNT to VALUE. */
function add(): void {
  const more = load<u64>(AMOUNT);
  const low = load<u64>(VALUE) + more;
  const high = load<u64>(VALUE, 8);
  const sum = high + load<u64>(AMOUNT, 8);
  const carried = sum + u64(low < more);
  if (sum < high || carried < sum) refuse("OVERFLOW", "the sum of two amounts is outside of 0 to 2^128 - 1", 0);
  store<u64>(VALUE, low);
  store<u64>(VALUE, carried, 8);
}

/** Makes an amount of what was got into VALUE: nothing where there was none. */
function amountOf(length: i32): void {
  if (length == 16) return;
  if (length >= 0) refuse("BAD_STATE", length > 16 ? "bytes are left over" : "the bytes end early", 0);
  store<u64>(VALUE, 0);
  store<u64>(VALUE, 0, 8);
}

function fetch(slot: u64): i32 {
  store<u64>(SLOT, slot);
  return host.get(SLOT, 8, VALUE, SPACE);
}

function save(slot: u64, at: usize, length: u32): void {
  store<u64>(SLOT, slot);
  host.set(SLOT, 8, at, length);
}

/** Answers with a field as it is stored, or with so many zero bytes. */
function answer(slot: u64, zeros: u32): void {
  read(VALUE, 0);
  const length = fetch(slot);
  if (length < 0) return host.output(ZEROS, zeros);
  if (<u32>length <= SPACE) return host.output(VALUE, length);
  const all = heap.alloc(length);
  host.result(0, all, length);
  host.output(all, length);
}

/** Reads arguments of a fixed length. */
function read(at: usize, length: i32): void {
  const found = host.input(at, length);
  if (found != length) misread(found > length);
}

function misread(isLong: bool): void {
  refuse("BAD_INPUT", isLong ? "bytes are left over" : "the bytes end early", 0);
}

/** Where a text ends that begins here. */
function behindText(at: usize, end: usize): usize {
  if (at > end || end - at < 4 || end - at - 4 < load<u32>(at)) misread(false);
  const behind = at + 4 + load<u32>(at);
  if (!isUtf8(at + 4, behind)) refuse("BAD_INPUT", "a string is not UTF-8", 0);
  return behind;
}

function copy(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from));
  store<u64>(to, load<u64>(from, 8), 8);
  store<u64>(to, load<u64>(from, 16), 16);
  store<u64>(to, load<u64>(from, 24), 24);
}

function isZero(at: usize): bool {
  return (load<u64>(at) | load<u64>(at, 8) | load<u64>(at, 16) | load<u64>(at, 24)) == 0;
}

function same(a: usize, b: usize): bool {
  const low = (load<u64>(a) ^ load<u64>(b)) | (load<u64>(a, 8) ^ load<u64>(b, 8));
  return (low | (load<u64>(a, 16) ^ load<u64>(b, 16)) | (load<u64>(a, 24) ^ load<u64>(b, 24))) == 0;
}

function shortOf(): string {
  const held = decimal(load<u64>(VALUE), load<u64>(VALUE, 8));
  return held + ", less than " + decimal(load<u64>(AMOUNT), load<u64>(AMOUNT, 8));
}

function refuse(code: string, message: string, line: u32): void {
  const size = utf8(message, PAYLOAD + 4);
  store<u32>(PAYLOAD, size);
  store<u32>(PAYLOAD + 4 + size, line);
  host.revert(CODE, utf8(code, CODE), PAYLOAD, size + 8);
  unreachable();
}
