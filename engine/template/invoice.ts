// An invoice as values of a template that says which of its parts it takes over.
import { decimalsOf, formatMoney } from './currency.ts';
import { formatDay } from './dates.ts';
import type { InvoicePart, Manifest } from './manifest.ts';
import { type Draft, put } from './path.ts';
import type { Invoice } from './ubl.ts';

/** The values that an invoice fills in; what it does not say is left open. */
export function draftFrom(manifest: Manifest, invoice: Invoice): Draft {
  const draft: Draft = {};
  for (const [path, part] of Object.entries(manifest.invoice ?? {})) put(manifest, draft, path, textOf(invoice, part));
  return draft;
}

function textOf(invoice: Invoice, part: InvoicePart): string {
  switch (part) {
    case 'issued':
      return formatDay(invoice.issueDay);
    case 'due':
      return invoice.dueDay === undefined ? '' : formatDay(invoice.dueDay);
    case 'payable':
      return formatMoney(invoice.payable, decimalsOf(invoice.currency) ?? 0);
    case 'number':
    case 'currency':
    case 'hash':
      return invoice[part];
    case 'order':
    case 'contract':
      return invoice[part] ?? '';
    case 'seller.name':
    case 'buyer.name':
      return party(invoice, part).name;
    case 'seller.id':
    case 'buyer.id': {
      const { uscc, lei } = party(invoice, part);
      return uscc ?? lei ?? '';
    }
  }
}

function party(invoice: Invoice, part: InvoicePart) {
  return part.startsWith('seller') ? invoice.seller : invoice.buyer;
}
