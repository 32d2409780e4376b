// Invoices: what two of them say, that every sum and name is checked, and that a file written to deceive is refused.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Usage } from '../../engine/base/errors.ts';
import { portableNatives } from '../../engine/crypto/portable.ts';
import { type Invoice, readInvoice } from '../../engine/template/ubl.ts';

const LEI = '999900UBL5ALPHA00041';
const { sha256 } = portableNatives;
const fileOf = (name: string) => new Uint8Array(readFileSync(new URL(`invoices/${name}`, import.meta.url)));
const hashOf = (name: string) => createHash('sha256').update(fileOf(name)).digest('hex');
const [STEEL, HARBOUR] = ['steel.xml', 'harbour.xml'].map((name) => new TextDecoder().decode(fileOf(name))) as [
  string,
  string,
];
const read = (text: string) => readInvoice('i.xml', new TextEncoder().encode(text), sha256);

function told(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Usage && error.id === 'INVOICE_INVALID') return error.detail;
    throw error;
  }
  return '';
}

/** The steel invoice with one place written in another way. */
function changed(from: string | RegExp, to: string, text = STEEL): string {
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  return other;
}

test('an invoice between Chinese companies', () => {
  expect(readInvoice('steel.xml', fileOf('steel.xml'), sha256)).toEqual({
    hash: hashOf('steel.xml'),
    number: 'YL-2026-0317',
    issueDay: 20_529,
    dueDay: 20_619,
    typeCode: '380',
    currency: 'CNY',
    seller: { name: '样例己钢铁股份有限公司', uscc: '91310000MA1EXAM170' },
    buyer: { name: '样例庚&辛重型机械有限公司', uscc: '91320200MA1EXAM259' },
    payable: 125_000_000n,
    tax: 14_380_531n,
    lines: [
      { id: '1', name: '热轧钢板 Q355B', quantity: '240', unit: 'TNE', net: 98_400_000n },
      { id: '2', name: '冷轧钢带', quantity: '27.5', unit: 'TNE', net: 12_219_469n },
    ],
    order: 'PO-88012',
    contract: 'HT-2026-009',
  } satisfies Invoice);
});

test('an invoice with other prefixes, allowances, charges, a prepayment, a rounding and tax in two currencies', () => {
  expect(readInvoice('harbour.xml', fileOf('harbour.xml'), sha256)).toEqual({
    hash: hashOf('harbour.xml'),
    number: 'LH/26/4411',
    issueDay: 20_512,
    typeCode: '380',
    currency: 'EUR',
    seller: {
      name: 'Luftschloss & Töchter Krananlagen AG',
      lei: LEI,
      endpoint: { scheme: '0199', id: LEI },
    },
    buyer: {
      name: 'Imaginary Harbour Terminals B.V.',
      lei: '999900UBL5BETA000059',
      endpoint: { scheme: '9930', id: 'DE000000000' },
    },
    payable: 4_000_000n,
    tax: 948_013n,
    lines: [
      { id: 'A', name: 'Crane hook, 40 t', quantity: '2', unit: 'C62', net: 4_000_000n },
      { id: 'B', name: 'Hook taken back', quantity: '-1', unit: '', net: -100_000n },
    ],
  } satisfies Invoice);
});

test('the same invoice in UTF-16 and in GB 18030 says the same, but is another file', () => {
  const { hash, ...steel } = read(STEEL);
  const wide = Uint8Array.from(Buffer.from(`\ufeff${STEEL.replace('UTF-8', 'UTF-16')}`, 'utf16le'));
  expect(readInvoice('i.xml', wide, sha256)).toMatchObject(steel);
  expect(readInvoice('i.xml', wide, sha256).hash).not.toBe(hash);
  const ascii = STEEL.replace('UTF-8', 'GB18030').replace(/[^\x20-\x7e\n]+/g, '~~');
  const bytes = Uint8Array.from(new TextEncoder().encode(ascii), (byte) => (byte === 0x7e ? 0xbb : byte));
  expect(readInvoice('i.xml', bytes, sha256).seller.name).toBe('换');
});

describe('what an invoice says is checked', () => {
  const amount = (name: string) => new RegExp(`(<cbc:${name} currencyID="CNY">)[0-9.]+`);
  test.each<[string, string | RegExp, string, string]>([
    [
      'a sum of lines',
      '122194.69',
      '122194.70',
      'Invoice/LegalMonetaryTotal/LineExtensionAmount: it says 1106194.69, but the lines come to 1106194.70',
    ],
    [
      'the payable amount',
      amount('PayableAmount'),
      '$11250000.01',
      'Invoice/LegalMonetaryTotal/PayableAmount: it says 1250000.01, but lines, allowances, charges, tax, what was prepaid and rounding come to 1250000.00',
    ],
    [
      'the tax',
      /(<cac:TaxTotal>\s*<cbc:TaxAmount currencyID="CNY">)[0-9.]+/,
      '$1143805.30',
      'Invoice/TaxTotal/TaxAmount: it says 143805.30, but the subtotals come to 143805.31',
    ],
    [
      'a currency of an amount',
      '"CNY">984000.00',
      '"USD">984000.00',
      'Invoice/InvoiceLine[1]/LineExtensionAmount: its currencyID is "USD": expected CNY',
    ],
    [
      'an amount without currency',
      ' currencyID="CNY">984000.00',
      '>984000.00',
      'Invoice/InvoiceLine[1]/LineExtensionAmount: its currencyID is missing: expected CNY',
    ],
    [
      'decimals',
      '984000.00',
      '984000.000',
      'Invoice/InvoiceLine[1]/LineExtensionAmount: 984000.000 has 3 decimals, CNY has 2',
    ],
    [
      'the form of an amount',
      '984000.00',
      '984,000.00',
      'Invoice/InvoiceLine[1]/LineExtensionAmount: "984,000.00" is no amount such as 1234567.80',
    ],
    [
      'the form of an amount',
      '984000.00',
      '9.84e5',
      'Invoice/InvoiceLine[1]/LineExtensionAmount: "9.84e5" is no amount such as 1234567.80',
    ],
    ['the currency', '>CNY<', '>RMB<', 'Invoice/DocumentCurrencyCode: "RMB" is no currency code of ISO 4217'],
    ['a date', '2026-03-17', '2026-03-32', 'Invoice/IssueDate: "2026-03-32" has day 32, March 2026 has 01 to 31'],
    ['the order of dates', '2026-06-15', '2026-03-16', 'Invoice/DueDate: 2026-03-16 is before the date of issue'],
    ['the type', '>380<', '>invoice<', 'Invoice/InvoiceTypeCode: "invoice" is no code of UNTDID 1001'],
    ['the version', '>2.1<', '>3.0<', 'Invoice/UBLVersionID: "3.0": expected 2.1'],
    ['a quantity', '>27.5<', '>27,5<', 'Invoice/InvoiceLine[2]/InvoicedQuantity: "27,5" is no decimal'],
    ['an empty value', 'YL-2026-0317', ' ', 'Invoice/ID: it is empty'],
    ['a missing element', /<cbc:ID>YL-2026-0317<.cbc:ID>/, '', 'Invoice: it has no ID'],
    ['lines', /<cac:InvoiceLine>[\s\S]*<.cac:InvoiceLine>/, '', 'Invoice: it has no InvoiceLine'],
    [
      'a credit code',
      '"USCC">91320200MA1EXAM259',
      '"USCC">91320200MA1EXAM258',
      'Invoice/AccountingCustomerParty/Party/PartyLegalEntity/CompanyID: the check character of 91320200MA1EXAM258, the last one, should be 9',
    ],
    [
      'an LEI',
      'schemeID="USCC">91320200MA1EXAM259',
      'schemeID="0199">999900UBL5BETA000058',
      'Invoice/AccountingCustomerParty/Party/PartyLegalEntity/CompanyID: the check digits of 999900UBL5BETA000058 should be 59',
    ],
    [
      'two identifiers of a party',
      '<cbc:CompanyID>91310000MA1EXAM170',
      '<cbc:CompanyID>91320200MA1EXAM259',
      'Invoice/AccountingSupplierParty/Party/PartyTaxScheme/CompanyID: it is 91320200MA1EXAM259, before it was 91310000MA1EXAM170',
    ],
  ])('%s', (_, from, to, message) => {
    expect(told(changed(from, to))).toBe(`i.xml: ${message}`);
  });

  test.each(['ID', 'IssueDate', 'DueDate', 'DocumentCurrencyCode', 'InvoiceTypeCode'])(
    '%s stands only once',
    (name) => {
      const twice = changed(new RegExp(`<cbc:${name}>[^<]*</cbc:${name}>`), '$&$&');
      expect(told(twice)).toBe(`i.xml: Invoice/${name}[2]: it may stand here only once`);
    },
  );

  test.each(['AccountingSupplierParty', 'TaxTotal', 'LegalMonetaryTotal', 'OrderReference'])(
    '%s stands only once',
    (name) => {
      const twice = changed(new RegExp(`<cac:${name}>[\\s\\S]*</cac:${name}>`), '$&$&');
      expect(told(twice)).toMatch(new RegExp(`^i.xml: Invoice/${name}\\[2\\]: `));
    },
  );

  test('nothing is payable, or more than a contract can hold', () => {
    const none = changed('122194.69', '-1127805.31').replace(/("CNY">)(1106194.69|1250000.00)/g, '$1-143805.31');
    expect(told(none.replace(/(TaxInclusiveAmount|PayableAmount)( currencyID="CNY">)-143805.31/g, '$1$20.00'))).toBe(
      'i.xml: Invoice: 0 minor units are payable: expected more than zero, below 2^128',
    );
  });

  test('any digit of an amount that is summed', () => {
    const places = [...STEEL.matchAll(/(?<=Amount currencyID="CNY">[0-9.]*)[0-9]/g)]
      .map(({ index }) => index)
      .filter((at) => !/TaxableAmount|PriceAmount/.test(STEEL.slice(STEEL.lastIndexOf('<', at), at)));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...'123456789'), (at, digit) => {
        fc.pre(STEEL[at] !== digit);
        expect(told(STEEL.slice(0, at) + digit + STEEL.slice(at + 1))).not.toBe('');
      }),
    );
  });
});

describe('names', () => {
  const INVOICE = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';
  test('the root is an Invoice of UBL 2', () => {
    expect(told(changed(INVOICE, 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2'))).toContain(
      `expected Invoice of "${INVOICE}"`,
    );
    expect(told(changed(`xmlns="${INVOICE}"`, ''))).toContain('it is Invoice of no namespace');
    expect(told('<html/>')).toContain('it is html of no namespace');
  });

  test('an element of a strange namespace is not passed over', () => {
    expect(told(changed('CommonBasicComponents-2', 'CommonBasicComponents-3'))).toContain(
      'Invoice/UBLVersionID: it is of',
    );
    const strange = changed(
      '<cbc:PayableAmount',
      '<x:PrepaidAmount xmlns:x="urn:x" currencyID="CNY">5</x:PrepaidAmount>$&',
    );
    expect(told(strange)).toContain('Invoice/LegalMonetaryTotal/PrepaidAmount: it is of "urn:x"');
    expect(told(changed(/cac:OrderReference/g, 'cbc:OrderReference'))).toContain('Invoice/OrderReference: it is of');
    expect(told(changed('<cbc:ID>YL', '<cbc:ID xmlns:cbc="urn:x">YL'))).toContain('Invoice/ID: it is of "urn:x"');
    expect(told(changed(/cbc:DueDate/g, 'DueDate'))).toContain('Invoice/DueDate: it is of');
  });

  test('a prefix that stands for nothing is refused', () => {
    expect(told(changed(/cbc:DueDate/g, 'abc:DueDate'))).toBe(
      'i.xml: Invoice/DueDate: the prefix abc stands for no namespace',
    );
  });
});

describe('files that are written to deceive', () => {
  const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const bomb =
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
  const external = '<!DOCTYPE Invoice SYSTEM "file:///etc/passwd">';
  test.each<[string, string, string]>([
    ['an entity bomb', STEEL.replace(DECLARATION, DECLARATION + bomb), '2:1: a document type'],
    ['an external entity', STEEL.replace(DECLARATION, DECLARATION + external), '2:1: a document type'],
    ['a document type without declaration', external + STEEL.replace(DECLARATION, ''), '1:1: a document type'],
    ['a named entity', changed('YL-', '&yl;'), '7:11: an & that begins none'],
    ['an HTML entity', changed('YL-', 'YL&nbsp;'), '7:11: an & that begins none'],
    ['an entity of a parameter', changed('YL-', '<!ENTITY % x "y">'), '7:11: a document type'],
    ['a bare &', changed('&amp;', '&'), 'an & that begins none'],
    ['a reference to a control character', changed('YL-', '&#0;'), '7:11: an & that begins none'],
    ['a reference to half a pair', changed('YL-', '&#xD800;'), '7:11: an & that begins none'],
    ['a reference beyond Unicode', changed('YL-', '&#x110000;'), '7:11: an & that begins none'],
    ['an entity in an attribute', changed('"TNE"', '"&x;"'), 'an & that begins none'],
    ['CDATA', changed('YL-2026-0317', '<![CDATA[YL-2026-0317]]>'), '7:11: CDATA'],
    ['CDATA that hides an element', changed('<cbc:DueDate>', '<![CDATA[<cbc:DueDate>]]>$&'), '9:3: CDATA'],
    ['a comment inside a value', changed('984000.00', '9<!-- 00 -->84000.00'), 'a comment inside a value'],
    ['a comment before a value', changed('984000.00', '<!-- 00 -->984000.00'), 'a comment inside a value'],
    ['a comment behind a value', changed('984000.00', '984000.00<!-- 00 -->'), 'a comment inside a value'],
    ['a comment that ends early', changed('<cbc:ID>YL', '<!-- a -- b --><cbc:ID>YL'), 'a comment without a lawful end'],
    ['a comment that is its own end', changed('<cbc:ID>YL', '<!--><cbc:ID>YL'), 'a comment without a lawful end'],
    ['a comment without end', `${STEEL}<!--`, 'a comment without a lawful end'],
    ['a processing instruction', changed('<cbc:ID>YL', '<?php echo ?><cbc:ID>YL'), 'a processing instruction'],
    ['a second declaration', DECLARATION + STEEL, '2:1: a processing instruction'],
    ['another version of XML', changed('version="1.0"', 'version="1.1"'), '1:1: a processing instruction'],
    ['an encoding that is not read', changed('UTF-8', 'UTF-7'), '1:1: a processing instruction'],
    ['a second root', `${STEEL}<Invoice/>`, 'a second root element'],
    ['text behind the root', `${STEEL}paid`, 'text outside of the root element'],
    ['text before the root', STEEL.replace(DECLARATION, `${DECLARATION}paid`), 'text outside of the root element'],
    ['text between elements', changed('<cbc:IssueDate>', 'paid$&'), 'Invoice: text between elements'],
    ['an element inside of a value', changed('984000.00', '984000.00<cbc:ID>1</cbc:ID>'), 'text between elements'],
    ['an attribute twice', changed('"CNY">984', '"CNY" currencyID="USD">984'), 'the attribute currencyID twice'],
    ['a tag in an attribute', changed('"TNE"', '"<cbc:ID>"'), 'no lawful tag'],
    ['an attribute without quotes', changed('"TNE"', 'TNE'), 'no lawful tag'],
    [
      'ends in the wrong order',
      changed('</cac:Price>\n  </cac:InvoiceLine>', '</cac:InvoiceLine></cac:Price>'),
      'the end of cac:InvoiceLine where cac:Price is open',
    ],
    ['an end too many', `${STEEL}</Invoice>`, 'the end of Invoice where nothing is open'],
    ['no end', changed('</Invoice>', ''), 'the element Invoice has no end'],
    ['a name that is one of JavaScript', changed(/cbc:DueDate/g, '__proto__'), ''],
    ['a control character', changed('YL-', 'YL\x08'), '7:13: a character that XML does not allow'],
    ['nothing', '', '1:1: there is no element'],
    ['a comment only', '<!-- a -->', 'there is no element'],
  ])('%s', (_, text, message) => {
    expect(told(text)).toContain(message);
    expect(told(text)).toMatch(/^i\.xml/);
  });

  test('more than 64 levels', () => {
    const deep = (levels: number) =>
      changed('<cac:OrderReference>', `${'<cac:Price>'.repeat(levels)}${'</cac:Price>'.repeat(levels)}$&`);
    expect(told(deep(63))).toBe('');
    expect(told(deep(64))).toContain('more than 64 levels of elements');
    expect(told(deep(90_000))).toContain('more than 64 levels of elements');
  });

  test('more than 2 MiB, and what is long in other ways', () => {
    const fill = (length: number) => changed('</Invoice>', `</Invoice>${' '.repeat(length)}`);
    const size = new TextEncoder().encode(STEEL).length;
    expect(told(fill(2 ** 21 - size))).toBe('');
    expect(told(fill(2 ** 21 - size + 1))).toBe('i.xml: it has 2097153 bytes, more than 2097152');
    expect(told(changed('"TNE"', `"${'x'.repeat(2_000_000)}"`))).toBe('');
    expect(told(changed('"TNE"', `"TNE"${' '.repeat(2_000_000)}x`))).toContain('no lawful tag');
    expect(told(changed('984000.00', '9'.repeat(2_000_000)))).toContain('is no amount');
    const names = Array.from({ length: 65 }, (_, i) => ` a${i}="1"`).join('');
    expect(told(changed('unitCode="TNE"', names))).toContain('more than 64 attributes');
    const spaces = Array.from({ length: 60 }, (_, i) => ` xmlns:a${i}="urn:x"`).join('');
    expect(
      told(changed('<cac:OrderReference>', `<cac:OrderReference${spaces.replace(/a/g, 'b')}><cac:Price${spaces}/>`)),
    ).toContain('more than 64 prefixes');
    expect(told(changed('</Invoice>', `${'<cac:Price/>'.repeat(150_000)}$&`))).toBe('');
  });

  test('no change of a few characters makes anything but an invoice or a refusal with a place', () => {
    const bits = fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      '/',
      '!',
      '-',
      ']',
      ' ',
      '<!--',
      '-->',
      '&#60;',
      '<a>',
      '</a>',
      ':',
      '\x01',
      '',
    );
    fc.assert(
      fc.property(fc.constantFrom(STEEL, HARBOUR), fc.nat(), fc.nat(3), bits, (text, place, gone, bit) => {
        const at = place % text.length;
        const detail = told(text.slice(0, at) + bit + text.slice(at + gone));
        expect(detail).toMatch(/^$|^i\.xml(:\d+:\d+)?: ./);
      }),
      { numRuns: 1_000 },
    );
  });
});
