// Who signs what templates make; a key that is not there is told before anything else is asked.
import type { Key } from '../../engine/app/keys.ts';
import { Usage } from '../../engine/base/errors.ts';
import { Told } from '../../engine/template/text.ts';
import type { Session } from '../session.ts';

/** The key of `--from`; makes `dev` if there is no key at all and none was named. @throws Usage SIGNER_UNKNOWN, KEY_FILE */
export function signing(session: Session): Key {
  return told(() => session.firstSigner());
}

/** The same, and makes none. @throws Usage SIGNER_UNKNOWN, KEY_FILE */
export function checking(session: Session): Key {
  return told(() => session.signer());
}

function told(load: () => Key): Key {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof Usage) || error.id !== 'NAME_UNKNOWN') throw error;
    const text = error instanceof Told ? error.text : { en: error.detail, zh: inChinese(error.detail) };
    throw new Told('SIGNER_UNKNOWN', text);
  }
}

function inChinese(detail: string): string {
  return detail.replace(/^key /, '密钥 ').replace(/ \(did you mean (.+)\?\)$/, '（是否指 $1？）');
}
