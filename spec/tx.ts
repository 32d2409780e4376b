import type { RecordName } from './records.ts';

/** Transaction kinds: what the body is, who may send it, and which top records its trace lists besides the sender's account. */
export const TX_KINDS = [
  {
    id: 0,
    name: 'upload',
    body: 'UploadBody',
    who: 'anyone',
    reads: ['code'],
    doc: 'stores a lawful module under its code id',
  },
  {
    id: 1,
    name: 'instantiate',
    body: 'InstantiateBody',
    who: 'anyone',
    reads: ['code', 'contract'],
    doc: 'makes a contract from stored code and runs its init',
  },
  { id: 2, name: 'call', body: 'CallBody', who: 'anyone', reads: ['contract'], doc: 'calls a method of a contract' },
  {
    id: 3,
    name: 'upgrade',
    body: 'UpgradeBody',
    who: 'the admin policy of the contract',
    reads: ['contract', 'code'],
    doc: 'moves a contract to other code and runs its migrate',
  },
] as const satisfies readonly TxKind[];

export interface TxKind {
  readonly id: number;
  readonly name: string;
  readonly body: RecordName;
  readonly who: string;
  readonly reads: readonly ('code' | 'contract')[];
  readonly doc: string;
}
export type TxKindName = (typeof TX_KINDS)[number]['name'];
