// Days and moments: one strict text each, numbers since 1970, and as people write them.
import { type Language, quoted, type Text } from './text.ts';

const DAY = 86_400_000;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
/** 9999-12-31. */
const LAST_DAY = 2_932_896;

/** Days since 1970-01-01, or why there are none. */
export type ParsedDay = { readonly day: number } | { readonly problem: Text };
/** Milliseconds since 1970-01-01T00:00:00Z without leap seconds, or why there are none. */
export type ParsedMoment = { readonly moment: number } | { readonly problem: Text };

/** A day as spreadsheets write it, year first, in the form of ISO 8601; any other text as it is. */
export function fromSpreadsheet(text: string): string {
  const [, year, month = '', day = ''] = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text) ?? [];
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Reads a calendar date of ISO 8601, `2026-03-31`, of the years 1970 to 9999. */
export function parseDay(text: string): ParsedDay {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return { problem: noDate(text) };
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const problem = dateProblem(text, year, month, day);
  return problem ? { problem } : { day: Date.UTC(year, month - 1, day) / DAY };
}

/** Reads a moment in UTC, `2026-03-31T09:30:00Z`, with three digits of milliseconds if they are not zero. */
export function parseMoment(text: string): ParsedMoment {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?Z$/.exec(text);
  if (parts === null || parts[5] === '000') return { problem: noMoment(text) };
  const parsed = parseDay(parts[1]!);
  if ('problem' in parsed) return parsed;
  const [hours, minutes, seconds, milliseconds] = parts.slice(2).map((part) => Number(part ?? 0));
  if (hours! > 23 || minutes! > 59 || seconds! > 59) {
    return {
      problem: {
        en: `${quoted(text)} has no such time of day: expected 00:00:00 to 23:59:59`,
        zh: `${quoted(text)} 的时间不存在：应在 00:00:00 至 23:59:59 之间`,
      },
    };
  }
  return { moment: parsed.day * DAY + ((hours! * 60 + minutes!) * 60 + seconds!) * 1_000 + milliseconds! };
}

/** A day as `2026-03-31`. */
export function formatDay(day: number): string {
  return isoOf(Number.isInteger(day) ? day * DAY : Number.NaN).slice(0, 10);
}

/** A moment as `2026-03-31T09:30:00Z`, with milliseconds if there are any. */
export function formatMoment(moment: number): string {
  return isoOf(moment).replace('.000Z', 'Z');
}

/** A day as people write it: `31 March 2026`, `2026年3月31日`. */
export function dayInWords(day: number, language: Language): string {
  const [year, month, date] = formatDay(day).split('-').map(Number) as [number, number, number];
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${MONTHS[month - 1]} ${year}`;
}

/** A moment as people write it: `31 March 2026, 09:30 UTC`, `2026年3月31日 09:30（UTC）`; seconds and less only if there are any. */
export function momentInWords(moment: number, language: Language): string {
  const time = formatMoment(moment).slice(11, -1).replace(/:00$/, '');
  const day = dayInWords(dayOf(moment), language);
  return language === 'zh' ? `${day} ${time}（UTC）` : `${day}, ${time} UTC`;
}

/** The day in which a moment lies, in UTC. */
export function dayOf(moment: number): number {
  return Math.floor(moment / DAY);
}

function isoOf(milliseconds: number): string {
  const lawful = Number.isInteger(milliseconds) && milliseconds >= 0 && milliseconds < (LAST_DAY + 1) * DAY;
  if (!lawful) throw new RangeError(`${milliseconds} is no moment of the years 1970 to 9999`);
  return new Date(milliseconds).toISOString();
}

function dateProblem(text: string, year: number, month: number, day: number): Text | undefined {
  if (year < 1970) {
    return { en: `${quoted(text)} is before 1970-01-01`, zh: `${quoted(text)} 早于 1970-01-01` };
  }
  if (month < 1 || month > 12) {
    return { en: `${quoted(text)} has month ${month}: expected 01 to 12`, zh: `${quoted(text)} 的月份应为 01 至 12` };
  }
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day >= 1 && day <= last) return undefined;
  return {
    en: `${quoted(text)} has day ${day}, ${MONTHS[month - 1]} ${year} has 01 to ${last}`,
    zh: `${quoted(text)} 的日期不存在：${year}年${month}月为 01 至 ${last} 日`,
  };
}

// Only an order that begins with the year can be read in one way.
function noDate(text: string): Text {
  const parts = /^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$/u.exec(text);
  const meant = parts
    ?.slice(1)
    .map((part) => part.padStart(2, '0'))
    .join('-');
  if (meant !== undefined && meant !== text && 'day' in parseDay(meant)) {
    return { en: `${quoted(text)} is no date: write ${meant}`, zh: `${quoted(text)} 不是日期：请写作 ${meant}` };
  }
  return {
    en: `${quoted(text)} is no date: expected year, month and day like 2026-03-31`,
    zh: `${quoted(text)} 不是日期：应写作 2026-03-31 的形式`,
  };
}

function noMoment(text: string): Text {
  return {
    en: `${quoted(text)} is no moment: expected day and time in UTC like 2026-03-31T09:30:00Z`,
    zh: `${quoted(text)} 不是时刻：应为 UTC 日期与时间，写作 2026-03-31T09:30:00Z 的形式`,
  };
}
