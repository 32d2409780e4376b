// Arguments of init, migrate and step: the hooks that run inside deploy, upgrade and a migration in steps.

import type { ResolveAddress } from '../engine/abi/parse.ts';
import type { Abi } from '../engine/abi/types.ts';
import { type Bytes, ZERO32 } from '../engine/base/bytes.ts';
import { Reject, Usage } from '../engine/base/errors.ts';
import { contractClient, type Hook, hookOf } from '../engine/client/contract.ts';
import { asksForHelp, describeMethod, readArguments } from './arguments.ts';
import type { Artifact } from './artifact.ts';
import type { Book } from './book.ts';
import { hexBytes } from './hex.ts';
import type { Session } from './session.ts';

/** Prints what the hook takes, if the words ask for it; answers whether they did. */
export function explainHook(
  { output }: Session,
  { abi, name }: Artifact,
  hook: Hook,
  words: readonly string[],
): boolean {
  if (!asksForHelp(words)) return false;
  if (!abi) throw new Usage('ABI_MISSING', name);
  const method = hookOf(abi, hook);
  output.result(
    { contract: abi.name, methods: method ? [method] : [] },
    method ? describeMethod(method) : `no ${hook}`,
  );
  return true;
}

/** Checks the words as far as that goes without a chain: everything but names. @throws Usage ARGUMENT_*, ABI_MISSING; Reject */
export function hookWords(abi: Abi | undefined, hook: Hook, words: readonly string[], raw: string | undefined): void {
  inputOf(abi, hook, words, { raw, resolve: () => ZERO32, name: 'the module' });
}

/** The input of the hook. @throws Usage, Reject */
export function hookInput(
  { abi, name }: Artifact,
  hook: Hook,
  words: readonly string[],
  { raw, book }: { readonly raw: string | undefined; readonly book: Book },
): Bytes {
  return inputOf(abi, hook, words, { raw, resolve: book.resolve, name });
}

function inputOf(
  abi: Abi | undefined,
  hook: Hook,
  words: readonly string[],
  { raw, resolve, name }: { readonly raw: string | undefined; readonly resolve: ResolveAddress; readonly name: string },
): Bytes {
  if (raw !== undefined && words.length > 0)
    throw new Usage('ARGUMENT_EXTRA', `${JSON.stringify(words[0])} beside --raw`);
  if (raw !== undefined) return hexBytes(raw, '--raw');
  if (!abi) {
    if (words.length > 0) throw new Usage('ABI_MISSING', name);
    return new Uint8Array(0);
  }
  const method = hookOf(abi, hook);
  if (!method && words.length > 0) {
    throw new Reject(hook === 'init' ? 'NO_INIT' : 'METHOD_UNKNOWN', `${abi.name} has no ${hook}`);
  }
  return contractClient(abi)[hook](method ? readArguments(method.params, words, resolve) : {});
}
