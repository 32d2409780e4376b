// `--ubl`: an invoice that fills in what it says.
import { nodeNatives } from '../../engine/crypto/node.ts';
import type { Template } from '../../engine/template/folder.ts';
import { draftFrom } from '../../engine/template/invoice.ts';
import type { Draft } from '../../engine/template/path.ts';
import { Told } from '../../engine/template/text.ts';
import { readInvoice } from '../../engine/template/ubl.ts';
import { type Options, textOption } from '../command.ts';
import { readBytes } from '../files.ts';

/** The values of the invoice that the options name; none without one. @throws Usage INVOICE_INVALID, TEXT_ENCODING */
export function invoiceDraft({ manifest }: Template, options: Options): Draft {
  const path = textOption(options, 'ubl');
  if (path === undefined) return {};
  if (manifest.invoice === undefined)
    throw new Told('USAGE', {
      en: `--ubl: ${manifest.id} takes nothing from invoices`,
      zh: `--ubl：${manifest.id} 不从发票取数`,
    });
  return draftFrom(manifest, readInvoice(path, readBytes(path), nodeNatives.sha256));
}
