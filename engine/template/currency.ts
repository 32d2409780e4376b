// Currencies with their minor units (ISO 4217), and amounts of money as people write them.

/** Codes by the number of decimals of their minor unit, ISO 4217 table A.1; funds codes and metals are left out. */
const CODES_BY_DECIMALS: readonly (readonly [number, string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE
    CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR
    KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB
    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY
    TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
];

const DECIMALS = new Map(
  CODES_BY_DECIMALS.flatMap(([decimals, codes]) => codes.split(/\s+/).map((code) => [code, decimals] as const)),
);

/** Digits behind the point of a currency; undefined if there is no such code. */
export function decimalsOf(code: string): number | undefined {
  return DECIMALS.get(code);
}

/** What is wrong with an amount text, or its minor units. */
export type ParsedMoney = { readonly minor: bigint } | { readonly problem: string };

const PLAIN = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;
/** The greatest amount that a contract can hold is 2^128 - 1 minor units. */
const LARGEST = 2n ** 128n - 1n;

/** An amount above zero in plain decimal form, `1234567.80`, with at most the currency's decimals. */
export function parseMoney(text: string, code: string, decimals: number): ParsedMoney {
  const [, whole, fraction = ''] = PLAIN.exec(text) ?? [];
  if (whole === undefined) return { problem: `${JSON.stringify(text)} is no plain amount such as 1234567.80` };
  if (fraction.length > decimals)
    return { problem: `${text} has ${fraction.length} decimals, ${code} has ${decimals}` };
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (minor === 0n) return { problem: 'the amount is zero' };
  if (minor > LARGEST) return { problem: `${text} is more than a contract can hold` };
  return { minor };
}

/** Minor units as a decimal with all digits of the currency. */
export function formatMoney(minor: bigint, decimals: number, separator = ''): string {
  const digits = String(minor).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, separator);
  return decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
}
