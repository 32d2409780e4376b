// Days: a calendar of whole days without time zones. A day is a number, days since 1970-01-01, as `Context.day` has it.
import { revert } from "./require";

/** 9999-12-31. */
const LAST_DAY: u32 = 2_932_896;
/** Days from 0000-03-01 to 1970-01-01, and in 400 years: the Gregorian calendar repeats. */
const SHIFT: u32 = 719_468;
const CYCLE: u32 = 146_097;

/** How the days between two dates are counted, and how many make a year (ISDA 2006 Definitions, 4.16). */
export enum DayCount {
  /** Actual days, a year of 360 (4.16 e). */
  ACT_360,
  /** Actual days, a year of 365 (4.16 d). */
  ACT_365,
  /** Months of 30 days, a year of 360; bond basis (4.16 f). */
  THIRTY_360,
  /** The same by the Eurobond basis (4.16 g). */
  THIRTY_E_360,
}

let foundYear: u32 = 0;
let foundMonth: u32 = 0;
let foundDay: u32 = 0;

/** Takes a day apart, with years that begin in March: the leap day is then their last. */
function split(day: u32): void {
  if (day > LAST_DAY) revert("BAD_DAY", "a day after 9999-12-31");
  const shifted = day + SHIFT;
  const cycle = shifted / CYCLE;
  const inCycle = shifted % CYCLE;
  const year = (inCycle - inCycle / 1_460 + inCycle / 36_524 - inCycle / 146_096) / 365;
  const inYear = inCycle - (365 * year + year / 4 - year / 100);
  const month = (5 * inYear + 2) / 153;
  foundDay = inYear - (153 * month + 2) / 5 + 1;
  foundMonth = month < 10 ? month + 3 : month - 9;
  foundYear = 400 * cycle + year + u32(foundMonth <= 2);
}

/** A calendar of whole days. A day is a number: days since 1970-01-01, as `Context.day` has it. */
export abstract class Day {
  /** The day of a date from 1970-01-01 to 9999-12-31. Reverts BAD_DAY if there is none. */
  static of(year: u32, month: u32, day: u32): u32 {
    if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > Day.daysInMonth(year, month)) {
      revert("BAD_DAY", "there is no such date from 1970-01-01 to 9999-12-31");
    }
    const from = month > 2 ? year : year - 1;
    const inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const inCycle = from % 400;
    return (from / 400) * CYCLE + inCycle * 365 + inCycle / 4 - inCycle / 100 + inYear - SHIFT;
  }

  /** The year of a day, 1970 to 9999. */
  static year(day: u32): u32 {
    split(day);
    return foundYear;
  }

  /** The month of a day, 1 to 12. */
  static month(day: u32): u32 {
    split(day);
    return foundMonth;
  }

  /** The day of its month, 1 to 31. */
  static dayOfMonth(day: u32): u32 {
    split(day);
    return foundDay;
  }

  /** The day of its week: 1 is Monday, 7 is Sunday (ISO 8601). */
  static weekday(day: u32): u32 {
    return ((day + 3) % 7) + 1;
  }

  /** Whether the year has 366 days. */
  static isLeap(year: u32): bool {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** How many days a month has, 28 to 31. */
  static daysInMonth(year: u32, month: u32): u32 {
    if (month == 2) return Day.isLeap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  /** The same day so many months later, or earlier; the last of the month where that has no such day. Reverts BAD_DAY outside of the calendar. */
  static addMonths(day: u32, months: i32): u32 {
    split(day);
    const inMonth = foundDay;
    const all = <i64>foundYear * 12 + foundMonth - 1 + months;
    if (all < 1970 * 12 || all >= 10_000 * 12) revert("BAD_DAY", "a month outside of 1970-01 to 9999-12");
    const year = <u32>(all / 12);
    const month = <u32>(all % 12) + 1;
    return Day.of(year, month, min(inMonth, Day.daysInMonth(year, month)));
  }

  /** Whether it is neither Saturday or Sunday nor one of the holidays. */
  static isBusiness(day: u32, holidays: u32[]): bool {
    return Day.weekday(day) < 6 && !holidays.includes(day);
  }

  /** The day itself, or the next business day. */
  static following(day: u32, holidays: u32[]): u32 {
    while (!Day.isBusiness(day, holidays)) day++;
    return day;
  }

  /** The day itself, or the business day before. Reverts BAD_DAY if there is none since 1970-01-01. */
  static preceding(day: u32, holidays: u32[]): u32 {
    while (!Day.isBusiness(day, holidays)) {
      if (day == 0) revert("BAD_DAY", "a day before 1970-01-01");
      day--;
    }
    return day;
  }

  /** The next business day if it is in the same month, otherwise the one before. */
  static modifiedFollowing(day: u32, holidays: u32[]): u32 {
    const next = Day.following(day, holidays);
    return Day.month(next) == Day.month(day) ? next : Day.preceding(day, holidays);
  }

  /** So many business days later. */
  static addBusiness(day: u32, count: u32, holidays: u32[]): u32 {
    for (; count > 0; count--) day = Day.following(day + 1, holidays);
    return day;
  }

  /** Days from one day to another by a convention. Reverts BAD_DAY if the second comes first. */
  static between(from: u32, to: u32, convention: DayCount): u32 {
    if (to < from) revert("BAD_DAY", "days are counted forwards");
    if (convention == DayCount.ACT_360 || convention == DayCount.ACT_365) return to - from;
    split(from);
    const months = foundYear * 12 + foundMonth;
    let first = foundDay;
    split(to);
    let last = foundDay;
    if (first == 31) first = 30;
    if (last == 31 && (convention == DayCount.THIRTY_E_360 || first == 30)) last = 30;
    return (foundYear * 12 + foundMonth - months) * 30 + last - first;
  }

  /** Days of a year by a convention. */
  static yearOf(convention: DayCount): u32 {
    return convention == DayCount.ACT_365 ? 365 : 360;
  }

  /** The day as `2025-03-31`. */
  static text(day: u32): string {
    split(day);
    return foundYear.toString() + "-" + padded(foundMonth) + "-" + padded(foundDay);
  }

  /** The day of such a text. Reverts BAD_DAY if it is none. */
  static parse(text: string): u32 {
    let number: u32 = 0;
    for (let i = 0; i < text.length; i++) {
      const code = <u32>text.charCodeAt(i);
      const isDash = i == 4 || i == 7;
      if (isDash ? code != 45 : code < 48 || code > 57) revert("BAD_DAY", "a date is written 2025-03-31");
      if (!isDash) number = number * 10 + code - 48;
      if (i > 9) break;
    }
    if (text.length != 10) revert("BAD_DAY", "a date is written 2025-03-31");
    return Day.of(number / 10_000, (number / 100) % 100, number % 100);
  }
}

function padded(number: u32): string {
  return (number < 10 ? "0" : "") + number.toString();
}
