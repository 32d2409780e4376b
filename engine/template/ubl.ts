// Invoices of UBL 2.1 (OASIS; ISO/IEC 19845): a file to what a template fills in, or the first reason why not.
import { type Bytes, toHex } from '../base/bytes.ts';
import { Usage } from '../base/errors.ts';
import { decimalsOf } from './currency.ts';
import { parseDay } from './dates.ts';
import { decodeText } from './encoding.ts';
import { identifierProblem } from './identifier.ts';
import { quoted } from './text.ts';
import { type Reading, readTotals } from './totals.ts';
import { type Element, invalid, readXml } from './xml.ts';

/** Seller or buyer. */
export interface InvoiceParty {
  readonly name: string;
  /** With lawful check digits. */
  readonly lei?: string;
  /** Unified social credit code, with lawful check characters. */
  readonly uscc?: string;
  readonly endpoint?: { readonly scheme: string; readonly id: string };
}

export interface InvoiceLine {
  readonly id: string;
  readonly name: string;
  /** A decimal as it is written. */
  readonly quantity: string;
  /** UN/ECE Recommendation 20; empty if it is not said. */
  readonly unit: string;
  /** Minor units. */
  readonly net: bigint;
}

export interface Invoice {
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly hash: string;
  readonly number: string;
  /** Days since 1970. */
  readonly issueDay: number;
  readonly dueDay?: number;
  /** UNTDID 1001, such as 380. */
  readonly typeCode: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly seller: InvoiceParty;
  readonly buyer: InvoiceParty;
  /** Minor units, above zero. */
  readonly payable: bigint;
  /** Minor units. */
  readonly tax: bigint;
  readonly lines: readonly InvoiceLine[];
  readonly order?: string;
  readonly contract?: string;
}

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const ROOT = `${UBL}Invoice-2`;
const LAWFUL_NAMESPACES = [`${UBL}CommonAggregateComponents-2`, `${UBL}CommonBasicComponents-2`];
const EXTENSIONS = `${UBL}CommonExtensionComponents-2`;
const LARGEST_FILE = 2 * 1024 * 1024;
/** The greatest amount that a contract can hold is 2^128 - 1 minor units. */
const LARGEST_AMOUNT = 2n ** 128n - 1n;
/** ISO 6523: this identifier is an LEI. */
const LEI_SCHEME = '0199';

/**
 * Reads an invoice. `file` is its name, for messages; `sha256` gives 32 bytes (`Natives`). Lines, allowances, charges and tax
 * must add up to what is payable. What is not read, such as terms of payment, is not checked, and neither is the order of
 * elements.
 * @throws Usage INVOICE_INVALID with line and column or the path of an element, TEXT_ENCODING
 */
export function readInvoice(file: string, bytes: Bytes, sha256: (data: Bytes) => Bytes): Invoice {
  if (bytes.length > LARGEST_FILE) {
    throw new Usage('INVOICE_INVALID', `${file}: it has ${bytes.length} bytes, more than ${LARGEST_FILE}`);
  }
  const root = readXml(file, decodeText(file, bytes, encodingOf(bytes)));
  checkNames(root);
  const currency = one(root, 'DocumentCurrencyCode');
  const decimals = decimalsOf(currency.text);
  if (decimals === undefined) invalid(currency.path, `${quoted(currency.text)} is no currency code of ISO 4217`);
  const read: Reading = { all, maybe, one, amount: (element) => amountOf(element, currency.text, decimals) };
  const lines = all(root, 'InvoiceLine').map((line) => lineOf(line, read));
  if (lines.length === 0) invalid(root.path, 'it has no InvoiceLine');
  const sum = lines.reduce((sum, line) => sum + line.net, 0n);
  const { payable, tax } = readTotals(root, sum, decimals, read);
  if (payable <= 0n || payable > LARGEST_AMOUNT) {
    invalid(root.path, `${payable} minor units are payable: expected more than zero, below 2^128`);
  }
  return { hash: toHex(sha256(bytes)), ...headOf(root), currency: currency.text, payable, tax, lines };
}

type Head = Omit<Invoice, 'hash' | 'currency' | 'payable' | 'tax' | 'lines'>;

function headOf(root: Element): Head {
  const version = maybe(root, 'UBLVersionID');
  if (version && version.text !== '2.1') invalid(version.path, `${quoted(version.text)}: expected 2.1`);
  const typeCode = one(root, 'InvoiceTypeCode');
  if (!/^[0-9]{1,3}$/.test(typeCode.text)) invalid(typeCode.path, `${quoted(typeCode.text)} is no code of UNTDID 1001`);
  const issueDay = dayOf(one(root, 'IssueDate'));
  const due = maybe(root, 'DueDate');
  const dueDay = due && dayOf(due);
  if (due && dueDay! < issueDay) invalid(due.path, `${due.text} is before the date of issue`);
  const order = referenceOf(root, 'OrderReference');
  const contract = referenceOf(root, 'ContractDocumentReference');
  return {
    number: filled(one(root, 'ID')),
    issueDay,
    ...(dueDay !== undefined && { dueDay }),
    typeCode: typeCode.text,
    seller: partyOf(one(one(root, 'AccountingSupplierParty'), 'Party')),
    buyer: partyOf(one(one(root, 'AccountingCustomerParty'), 'Party')),
    ...(order !== undefined && { order }),
    ...(contract !== undefined && { contract }),
  };
}

// The declaration is ASCII in each of these; UTF-16 has a mark, which decodeText sees.
function encodingOf(bytes: Bytes): 'utf-8' | 'gb18030' {
  const beginning = String.fromCharCode(...bytes.subarray(0, 100));
  return /^<\?xml[^>]*encoding=["'](?:gb18030|gbk|gb2312)["']/i.test(beginning) ? 'gb18030' : 'utf-8';
}

// What stands in a strange namespace would be passed over, also where it says that something was paid.
function checkNames(root: Element): void {
  if (root.namespace !== ROOT || root.name !== 'Invoice') {
    const namespace = root.namespace === '' ? 'no namespace' : quoted(root.namespace);
    invalid(root.path, `it is ${root.name} of ${namespace}: expected Invoice of "${ROOT}"`);
  }
  const check = (element: Element): void => {
    if (element.namespace === EXTENSIONS) return;
    const leaf = element.children.length === 0;
    const expected = LAWFUL_NAMESPACES[leaf ? 1 : 0]!;
    // An aggregate may be empty.
    const empty = leaf && element.text === '' && element.namespace === LAWFUL_NAMESPACES[0];
    const lawful = element.namespace === expected || empty;
    if (!lawful) invalid(element.path, `it is of ${quoted(element.namespace)}: expected "${expected}"`);
    element.children.forEach(check);
  };
  root.children.forEach(check);
}

function all(parent: Element, name: string): readonly Element[] {
  return parent.children.filter((child) => child.name === name && child.namespace !== EXTENSIONS);
}

function maybe(parent: Element, name: string): Element | undefined {
  const [element, second] = all(parent, name);
  if (second) invalid(second.path, 'it may stand here only once');
  return element;
}

function one(parent: Element, name: string): Element {
  return maybe(parent, name) ?? invalid(parent.path, `it has no ${name}`);
}

function filled(element: Element): string {
  return element.text === '' ? invalid(element.path, 'it is empty') : element.text;
}

function dayOf(element: Element): number {
  const parsed = parseDay(element.text);
  return 'day' in parsed ? parsed.day : invalid(element.path, parsed.problem.en);
}

function referenceOf(root: Element, name: string): string | undefined {
  const reference = maybe(root, name);
  return reference && filled(one(reference, 'ID'));
}

const AMOUNT = /^(-?)(0|[1-9][0-9]{0,38})(?:\.([0-9]+))?$/;

function amountOf(element: Element, currency: string, decimals: number): bigint {
  const { text, path } = element;
  const given = element.attributes.get('currencyID');
  if (given !== currency) {
    invalid(path, `its currencyID is ${given === undefined ? 'missing' : quoted(given)}: expected ${currency}`);
  }
  const [, sign, whole, fraction = ''] =
    AMOUNT.exec(text) ?? invalid(path, `${quoted(text)} is no amount such as 1234567.80`);
  if (fraction.length > decimals) invalid(path, `${text} has ${fraction.length} decimals, ${currency} has ${decimals}`);
  const minor = BigInt(whole! + fraction.padEnd(decimals, '0'));
  return sign === '-' ? -minor : minor;
}

function lineOf(line: Element, read: Reading): InvoiceLine {
  const quantity = one(line, 'InvoicedQuantity');
  if (!/^-?(0|[1-9][0-9]{0,38})(\.[0-9]{1,18})?$/.test(quantity.text)) {
    invalid(quantity.path, `${quoted(quantity.text)} is no decimal`);
  }
  return {
    id: filled(one(line, 'ID')),
    name: filled(one(one(line, 'Item'), 'Name')),
    quantity: quantity.text,
    unit: quantity.attributes.get('unitCode') ?? '',
    net: read.amount(one(line, 'LineExtensionAmount')),
  };
}

function partyOf(party: Element): InvoiceParty {
  const legal = maybe(party, 'PartyLegalEntity');
  const name = (legal && maybe(legal, 'RegistrationName')) ?? one(one(party, 'PartyName'), 'Name');
  const endpoint = maybe(party, 'EndpointID');
  const identifiers = [
    ...(endpoint ? [endpoint] : []),
    ...all(party, 'PartyIdentification').map((identification) => one(identification, 'ID')),
    ...['PartyLegalEntity', 'PartyTaxScheme'].flatMap((place) => all(party, place).flatMap((p) => all(p, 'CompanyID'))),
  ];
  const lei = identifierOf(identifiers, 'LEI');
  const uscc = identifierOf(identifiers, 'USCC');
  const scheme = endpoint?.attributes.get('schemeID') ?? '';
  return {
    name: filled(name),
    ...(lei !== undefined && { lei }),
    ...(uscc !== undefined && { uscc }),
    ...(endpoint && { endpoint: { scheme, id: filled(endpoint) } }),
  };
}

// What is said to be an LEI, or to be or to look like a credit code; all that are given must be the same.
function identifierOf(elements: readonly Element[], kind: 'LEI' | 'USCC'): string | undefined {
  let found: string | undefined;
  for (const element of elements) {
    if (!isMeant(element, kind)) continue;
    const problem = identifierProblem(element.text, [kind]);
    if (problem) invalid(element.path, problem.en);
    if (found !== undefined && found !== element.text)
      invalid(element.path, `it is ${element.text}, before it was ${found}`);
    found = element.text;
  }
  return found;
}

function isMeant({ attributes, text }: Element, kind: 'LEI' | 'USCC'): boolean {
  const scheme = attributes.get('schemeID') ?? '';
  if (kind === 'LEI') return scheme === LEI_SCHEME || scheme.toUpperCase() === 'LEI';
  return scheme.toUpperCase() === 'USCC' || (scheme === '' && /^[1-9ANY][1-9][0-9]{6}[0-9A-Z]{10}$/.test(text));
}
